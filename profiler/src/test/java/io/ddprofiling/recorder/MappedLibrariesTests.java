package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.util.stream.Stream;

import io.ddprofiling.AnotherAsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MappedLibrariesTests {

	private static final String RANGE = "7f0a4c000000-7f0a4c021000 r-xp 00000000 fe:00 1234   ";

	@TempDir
	private Path directory;

	@Test
	void onlyLibrariesOfOtherProfilersCount() {
		Stream<String> maps = Stream.of("7f0a4c000000-7f0a4c021000 rw-p 00000000 00:00 0", RANGE + "[heap]",
				RANGE + "/usr/lib/libc.so.6", RANGE + "/tmp/own/libasyncProfiler-1.so (deleted)",
				RANGE + "/opt/my tools/libasyncProfiler.so", RANGE + "/opt/my tools/libasyncProfiler.so",
				RANGE + "/tmp/libjavaProfiler-dd-tmp1.so (deleted)", RANGE + "/opt/libasyncProfiler.so.txt/readme");

		assertThat(MappedLibraries.ofOtherProfilers(maps, "/tmp/own/libasyncProfiler-1.so"))
			.containsExactly("/opt/my tools/libasyncProfiler.so", "/tmp/libjavaProfiler-dd-tmp1.so");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void loadedLibraryIsFoundAndOurOwnIsNot() throws Exception {
		NativeLibrary.load(null, this.directory);
		AnotherAsyncProfiler another = new AnotherAsyncProfiler(this.directory);

		assertThat(MappedLibraries.ofOtherProfilers()).contains(another.library().toString())
			.doesNotContain(NativeLibrary.file().toString());
	}

}
