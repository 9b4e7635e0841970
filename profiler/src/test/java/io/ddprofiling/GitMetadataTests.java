package io.ddprofiling;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

class GitMetadataTests {

	private static final String SHA = "8a3f0f6c1b2d4e5f60718293a4b5c6d7e8f90123";

	@TempDir
	private Path directory;

	@Test
	void propertiesOfTheMavenPluginAreRead() throws IOException {
		write("git.commit.id=" + SHA + "\ngit.commit.id.abbrev=8a3f0f6\n"
				+ "git.remote.origin.url=https\\://bot\\:s3cret@git.example/shop.git\n");

		assertThat(tags(null, null, Map.of())).containsOnly(entry("git.commit.sha", SHA),
				entry("git.repository_url", "https://git.example/shop.git"));
	}

	@Test
	void fullIdentifierCountsMoreThanTheShortOne() throws IOException {
		write("git.commit.id=8a3f0f6\ngit.commit.id.full=" + SHA + "\n");

		assertThat(tags(null, null, Map.of())).containsOnly(entry("git.commit.sha", SHA));
	}

	@Test
	void whatIsSetCountsMoreThanTagsAndTagsMoreThanTheFile() throws IOException {
		write("git.commit.id=" + SHA + "\ngit.remote.origin.url=https://git.example/built\n");
		Map<String, String> own = Map.of("git.commit.sha", "1234567", "git.repository_url", "https://git.example/tag");

		assertThat(tags("7654321", null, own)).containsOnly(entry("git.commit.sha", "7654321"),
				entry("git.repository_url", "https://git.example/tag"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "git.commit.id=${git.commit.id}\ngit.remote.origin.url=${git.remote.origin.url}", "",
			"git.commit.id=\\u12", "git.commit.id=HEAD" })
	void whatIsNoCommitIsLeftOut(String content) throws IOException {
		write(content);

		assertThat(tags(null, null, Map.of())).isEmpty();
	}

	@Test
	void withoutAFileNothingIsAdded() throws IOException {
		assertThat(tags(null, null, Map.of())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "https://user:s3cret@git.example/a, https://git.example/a",
			"https://s3cret@git.example/a, https://git.example/a",
			"https://a:b@s3cret@git.example/a, https://git.example/a",
			"ssh://git@git.example:22/a.git, ssh://git.example:22/a.git",
			"git@git.example:a/b.git, git@git.example:a/b.git",
			"https://git.example/a?private_token=s3cret#s3cret, https://git.example/a",
			"https://git.example/@scope/a, https://git.example/@scope/a" })
	void credentialsAreLeftOut(String url, String shown) {
		assertThat(Profiler.plainBuilder().gitRepositoryUrl(url).settings().tags()).containsEntry("git.repository_url",
				shown);
	}

	@Test
	void hashIsChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> Profiler.plainBuilder().gitCommitSha("main"))
			.withMessageContaining("'gitCommitSha'")
			.withMessageContaining("7 to 64 hexadecimal digits");
	}

	@Test
	void canBeSwitchedOff() {
		assertThat(Profiler.plainBuilder().gitCommitSha(SHA).gitMetadata(false).settings().tags()).isEmpty();
	}

	private Map<String, String> tags(@Nullable String sha, @Nullable String url, Map<String, String> own)
			throws IOException {
		Map<String, String> tags = new LinkedHashMap<>(own);
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.directory.toUri().toURL() }, null)) {
			new GitMetadata(sha, url).addTo(tags, loader);
		}
		return tags;
	}

	private void write(String content) throws IOException {
		Files.writeString(this.directory.resolve("git.properties"), content);
	}

}
