package io.ddprofiling.encode;

/**
 * Texts from the profiled application as code in a cell of a Markdown table, where they
 * can be nothing else.
 */
final class MarkdownText {

	private static final int MAX_LENGTH = 300;

	private MarkdownText() {
	}

	static String code(String text) {
		StringBuilder code = new StringBuilder("`");
		text.codePoints()
			.limit(MAX_LENGTH)
			.forEach((codePoint) -> code.append(isPlain(codePoint) ? Character.toString(codePoint) : "?"));
		return code.append((text.codePointCount(0, text.length()) > MAX_LENGTH) ? "…`" : "`").toString();
	}

	// a backtick ends code and a bar ends a cell; the rest cannot be seen, or changes the
	// order of what can
	private static boolean isPlain(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED, Character.PRIVATE_USE ->
				false;
			default -> codePoint != '`' && codePoint != '|' && codePoint != '\\';
		};
	}

}
