package io.ddprofiling.manual;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of a page that is made from the code, between two comments that name it.
 */
final class Generated {

	private static final String COMMAND = "./mvnw test -Ddocs.update=true -Dtest='io.ddprofiling.manual.*Tests'"
			+ " -Dsurefire.failIfNoSpecifiedTests=false -pl manual -am";

	private static final boolean UPDATE = Boolean.getBoolean("docs.update");

	private Generated() {
	}

	/**
	 * Compare a part with what it should be, or with {@code -Ddocs.update=true} write it.
	 * @param page the name of the page
	 * @param part the name of the part
	 * @param expected what it should be
	 */
	static void check(String page, String part, String expected) {
		ManualFile file = ManualFile.of(page);
		String begin = "<!-- generated: " + part + " -->\n";
		String end = "<!-- end of what is generated -->";
		int from = file.text().indexOf(begin);
		assertThat(from).as("'%s' in %s", begin.strip(), file).isNotNegative();
		int to = file.text().indexOf(end, from);
		assertThat(to).as("the end of '%s' in %s", begin.strip(), file).isNotNegative();
		String wanted = "\n" + expected.strip() + "\n\n";
		if (update()) {
			file.write(file.text().substring(0, from + begin.length()) + wanted + file.text().substring(to));
			return;
		}
		assertThat(file.text().substring(from + begin.length(), to))
			.as("the part '%s' of %s is generated; write it with %s", part, file, COMMAND)
			.isEqualTo(wanted);
	}

	static boolean update() {
		return UPDATE;
	}

}
