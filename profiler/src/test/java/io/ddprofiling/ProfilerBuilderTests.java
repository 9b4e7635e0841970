package io.ddprofiling;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProfilerBuilderTests {

	private final ProfilerBuilder builder = Profiler.plainBuilder();

	@ParameterizedTest
	@MethodSource
	void valueOutOfRangeIsRefused(Consumer<ProfilerBuilder> setting, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> setting.accept(this.builder)).withMessage(message);
	}

	static Stream<Arguments> valueOutOfRangeIsRefused() {
		return Stream.of(
				of((builder) -> builder.cpuInterval(Duration.ofNanos(999_999)),
						"'cpuInterval' must be between 1ms and 1s, not 999999ns"),
				of((builder) -> builder.cpuInterval(Duration.ofSeconds(2)),
						"'cpuInterval' must be between 1ms and 1s, not 2s"),
				of((builder) -> builder.wallInterval(Duration.ofMillis(4)),
						"'wallInterval' must be between 5ms and 10s, not 4ms"),
				of((builder) -> builder.wallInterval(Duration.ofSeconds(11)),
						"'wallInterval' must be between 5ms and 10s, not 11s"),
				of((builder) -> builder.allocationInterval(1023),
						"'allocationInterval' must be between 1024 and 1073741824, not 1023"),
				of((builder) -> builder.allocationInterval(Long.MAX_VALUE),
						"'allocationInterval' must be between 1024 and 1073741824, not 9223372036854775807"),
				of((builder) -> builder.lockInterval(Duration.ZERO),
						"'lockInterval' must be between 10us and 10s, not 0s"),
				of((builder) -> builder.lockInterval(Duration.ofSeconds(-1)),
						"'lockInterval' must be between 10us and 10s, not -1s"),
				of((builder) -> builder.stackDepth(0), "'stackDepth' must be between 1 and 2048, not 0"),
				of((builder) -> builder.maxSamples(499),
						"'maxSamples' must be between 500 and 10000000, or 0, not 499"),
				of((builder) -> builder.maxSamples(-1), "'maxSamples' must be between 500 and 10000000, or 0, not -1"),
				of((builder) -> builder.maxOverhead(0.09), "'maxOverhead' must be between 0.1 and 100, or 0, not 0.09"),
				of((builder) -> builder.maxOverhead(100.1),
						"'maxOverhead' must be between 0.1 and 100, or 0, not 100.1"),
				of((builder) -> builder.maxOverhead(Double.NaN),
						"'maxOverhead' must be between 0.1 and 100, or 0, not NaN"),
				of((builder) -> builder.stackDepth(2049), "'stackDepth' must be between 1 and 2048, not 2049"),
				of((builder) -> builder.storeMaxBytes(1024),
						"'storeMaxBytes' must be between 1048576 and 1099511627776, not 1024"),
				of((builder) -> builder.storeMaxBytes(Long.MAX_VALUE),
						"'storeMaxBytes' must be between 1048576 and 1099511627776, not 9223372036854775807"),
				of((builder) -> builder.storeMaxAge(Duration.ofSeconds(9)),
						"'storeMaxAge' must be between 10s and 168h, not 9s"),
				of((builder) -> builder.storeMaxAge(Duration.ofDays(8)),
						"'storeMaxAge' must be between 10s and 168h, not 192h"),
				of((builder) -> builder.cutInterval(Duration.ofMillis(999)),
						"'cutInterval' must be between 1s and 5m, not 999ms"),
				of((builder) -> builder.cutInterval(Duration.ofMinutes(6)),
						"'cutInterval' must be between 1s and 5m, not 6m"),
				of((builder) -> builder.rollInterval(Duration.ofSeconds(9)),
						"'rollInterval' must be between 10s and 1h, not 9s"),
				of((builder) -> builder.rollInterval(Duration.ofHours(2)),
						"'rollInterval' must be between 10s and 1h, not 2h"),
				of((builder) -> builder.uploadPeriod(Duration.ofMillis(999)),
						"'uploadPeriod' must be between 1s and 1h, not 999ms"),
				of((builder) -> builder.uploadPeriod(Duration.ofHours(2)),
						"'uploadPeriod' must be between 1s and 1h, not 2h"),
				of((builder) -> builder.uploadTimeout(Duration.ofMillis(99)),
						"'uploadTimeout' must be between 100ms and 5m, not 99ms"),
				of((builder) -> builder.uploadTimeout(Duration.ofMinutes(6)),
						"'uploadTimeout' must be between 100ms and 5m, not 6m"),
				of((builder) -> builder.agentPort(0), "'agentPort' must be between 1 and 65535, not 0"),
				of((builder) -> builder.agentPort(65536), "'agentPort' must be between 1 and 65535, not 65536"));
	}

	@Test
	void endsOfTheRangesAreAllowed() {
		ProfilerSettings settings = this.builder.cpuInterval(Duration.ofMillis(1))
			.wallInterval(Duration.ofSeconds(10))
			.allocationInterval(1024)
			.lockInterval(Duration.ofNanos(10_000))
			.stackDepth(2048)
			.storeMaxBytes(1024 * 1024)
			.storeMaxAge(Duration.ofDays(7))
			.cutInterval(Duration.ofSeconds(1))
			.rollInterval(Duration.ofHours(1))
			.uploadPeriod(Duration.ofHours(1))
			.uploadTimeout(Duration.ofMillis(100))
			.agentPort(65535)
			.settings();

		assertThat(settings.sampling().interval(ProfileType.CPU)).isEqualTo(1_000_000);
		assertThat(settings.sampling().interval(ProfileType.LOCK)).isEqualTo(10_000);
		assertThat(settings.stackDepth()).isEqualTo(2048);
		assertThat(settings.upload().agent().port()).isEqualTo(65535);
	}

	@ParameterizedTest
	@MethodSource
	void blankTextIsRefused(Consumer<ProfilerBuilder> setting, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> setting.accept(this.builder)).withMessage(message);
	}

	static Stream<Arguments> blankTextIsRefused() {
		return Stream.of(of((builder) -> builder.service(" "), "'service' must not be blank"),
				of((builder) -> builder.env(""), "'env' must not be blank"),
				of((builder) -> builder.version("\t"), "'version' must not be blank"),
				of((builder) -> builder.tag("", "x"), "'key' must not be blank"),
				of((builder) -> builder.tag("x", ""), "'value' must not be blank"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a,b", "a%tb", "%p/x" })
	void storeDirectoryThatMeansSomethingToTheEngineIsRefused(String directory) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.storeDirectory(Path.of(directory)))
			.withMessageStartingWith("'storeDirectory' must not contain a comma or a percent sign: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://x", "http:x", "http:///", "/x", "unix:///x" })
	void profileUrlIsAWebAddress(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.profileUrl(URI.create(url)))
			.withMessage("'profileUrl' must be an http or https URL with a host");
	}

	@Test
	void unixAgentUrlNamesASocket() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.agentUrl(URI.create("unix:///")))
			.withMessageContaining("unix:///var/run/datadog/apm.socket");
	}

	@Test
	void settingsThatContradictEachOtherAreRefusedWithARemedy() {
		this.builder.uploadPeriod(Duration.ofMinutes(30)).storeMaxAge(Duration.ofMinutes(10));

		assertThatExceptionOfType(ContradictorySettingsException.class).isThrownBy(this.builder::build)
			.withMessage("dd.profiling.upload.period (30m) is longer than dd.profiling.store.max-age (10m), so that"
					+ " recordings would be deleted before they are uploaded.")
			.satisfies((ex) -> assertThat(ex.remedy()).contains("dd.profiling.store.max-age"));
	}

	@Test
	void whatCostsLittleIsOnUnlessSwitchedOff() {
		assertThat(this.builder.settings().sampling().types()).containsExactly(ProfileType.CPU, ProfileType.WALL,
				ProfileType.LOCK, ProfileType.ALLOCATION, ProfileType.LIVE_HEAP, ProfileType.EXCEPTION);

		this.builder.type(ProfileType.WALL, false).type(ProfileType.LOCK, false).type(ProfileType.LOCK, true);

		assertThat(this.builder.settings().sampling().types()).containsExactly(ProfileType.CPU, ProfileType.LOCK,
				ProfileType.ALLOCATION, ProfileType.LIVE_HEAP, ProfileType.EXCEPTION);
	}

	@Test
	void textIsStripped() {
		ProfilerSettings settings = this.builder.service(" orders ").tag(" team ", " shop ").settings();

		assertThat(settings.service()).isEqualTo("orders");
		assertThat(settings.tags()).containsEntry("team", "shop");
	}

	@Test
	void builderCanBeChangedAfterBuilding() {
		ProfilerSettings before = this.builder.tag("a", "1").settings();

		this.builder.tag("b", "2").problem("later").type(ProfileType.CPU, false);

		assertThat(before.tags()).containsOnlyKeys("a");
		assertThat(before.problems()).isEmpty();
		assertThat(before.sampling().types()).contains(ProfileType.CPU);
	}

	private static Arguments of(Consumer<ProfilerBuilder> setting, String message) {
		return Arguments.of(setting, message);
	}

}
