package io.ddprofiling.encode;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Starts a headless Chromium, if there is one on the path.
 */
final class Chromium {

	private Chromium() {
	}

	static ChromeDriver start(Path userData) {
		Optional<File> browser = find("chromium", "chromium-browser", "google-chrome");
		Optional<File> driver = find("chromedriver");
		assumeTrue(browser.isPresent(), "needs chromium, chromium-browser or google-chrome on the PATH");
		assumeTrue(driver.isPresent(), "needs chromedriver on the PATH");
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver.get()).build();
		return new ChromeDriver(service, options(browser.get(), userData));
	}

	static Path downloads(Path userData) {
		return userData.resolve("downloads");
	}

	private static ChromeOptions options(File browser, Path userData) {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update", "--no-first-run",
				"--force-prefers-reduced-motion", "--window-size=1400,900", "--user-data-dir=" + userData);
		options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads(userData).toString(),
				"download.prompt_for_download", false));
		options.setCapability("goog:loggingPrefs", logging);
		return options;
	}

	private static Optional<File> find(String... names) {
		List<String> directories = List
			.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
		return Stream.of(names)
			.flatMap((name) -> directories.stream().map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

}
