package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names as a reader expects them: dotted, and without the numbers that the JVM and
 * frameworks put into generated classes and methods, which would keep two processes from
 * being compared.
 */
final class FrameNames {

	private static final List<Rule> CLASSES = List.of(
			// the JDK's own recordings add another number on JDK 17; lambdas of a hidden
			// class have its name with an underscore
			new Rule("0x", "(?:[.+]0x[0-9a-f]+(?:\\.\\d+)?|_0x[0-9a-f]{9,16})(?=\\$|$)", ""),
			new Rule("$$Lambda", "(\\$\\$Lambda)\\$\\d+$", "$1"),
			new Rule("LambdaForm$", "(LambdaForm\\$[A-Z]+)\\$\\d+$", "$1"),
			new Rule("Accessor", "(Generated(?:Serialization)?(?:Method|Constructor)Accessor)\\d+$", "$1"),
			new Rule(".proxy", "(jdk\\.proxy)\\d+(?=\\.\\$Proxy)", "$1"),
			new Rule("$Proxy", "((?:^|\\.)\\$Proxy)\\d+$", "$1"),
			new Rule("jdk.MHProxy", "^(jdk\\.MHProxy)\\d+(?=\\.)", "$1"),
			new Rule("$$",
					"(\\$\\$(?:SpringCGLIB|\\w+By\\w*(?:CGLIB|Guice))\\$\\$(?:FastClass\\$\\$)?)"
							+ "[0-9a-f]+(?:_\\d+)?(?=\\$|$)",
					"$1"),
			new Rule("_$$_", "(_\\$\\$_(?:jvst|javassist_))[0-9a-f_]+$", "$1"),
			// Byte Buddy's
			new Rule("$ByteBuddy$", "(\\$ByteBuddy)\\$[0-9A-Za-z]+", "$1"),
			new Rule("$auxiliary$", "(\\$auxiliary)\\$[0-9A-Za-z]+", "$1"),
			new Rule("$MockitoMock$", "(\\$MockitoMock)\\$[0-9A-Za-z]+", "$1"), new Rule("$Hibernate",
					"(\\$Hibernate(?:Proxy|BasicProxy|Instantiator|AccessOptimizer))\\$[0-9A-Za-z]+", "$1"),
			new Rule("CompiledExpression", "(\\.spel\\.generated\\.CompiledExpression)\\d+$", "$1"));

	private static final List<Rule> METHODS = List.of(new Rule("lambda$", "^(lambda\\$.*)\\$\\d+$", "$1"),
			// in the order in which reflection lists the methods, which is not always the
			// same
			new Rule("CGLIB$", "^(CGLIB\\$(?:STATICHOOK(?=\\d+$)|.+(?=\\$\\d)))\\$?\\d+$", "$1"),
			new Rule("$accessor$", "(\\$accessor)\\$[0-9A-Za-z]{8}(?=\\$|$)", "$1"),
			new Rule("$original$", "(\\$original)\\$[0-9A-Za-z]{8}(?=\\$|$)", "$1"));

	/**
	 * Of a library that was extracted to a file with a name of its own.
	 */
	private static final Pattern LIBRARY_NUMBER = Pattern
		.compile("[-_]?(?:\\d{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})| \\(deleted\\)$");

	private FrameNames() {
	}

	static String className(byte[] symbol) {
		int dimensions = 0;
		while (dimensions < symbol.length && symbol[dimensions] == '[') {
			dimensions++;
		}
		String name = new String(symbol, dimensions, symbol.length - dimensions, StandardCharsets.UTF_8);
		return (dimensions == 0) ? normalize(name.replace('/', '.')) : elementName(name) + "[]".repeat(dimensions);
	}

	static String methodName(String name) {
		return apply(METHODS, name);
	}

	// code without a symbol has the path of its library
	static String nativeName(String name) {
		return name.startsWith("/") ? LIBRARY_NUMBER.matcher(name.substring(name.lastIndexOf('/') + 1)).replaceAll("")
				: name;
	}

	// Recordings do not name files; the outermost class does, unless a file holds
	// several.
	static String file(String className) {
		int nested = className.indexOf('$', className.lastIndexOf('.') + 2);
		String outer = (nested > 0) ? className.substring(0, nested) : className;
		return outer.replace('.', '/') + ".java";
	}

	private static String elementName(String descriptor) {
		if (descriptor.startsWith("L") && descriptor.endsWith(";")) {
			return normalize(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
		}
		return switch (descriptor) {
			case "B" -> "byte";
			case "C" -> "char";
			case "D" -> "double";
			case "F" -> "float";
			case "I" -> "int";
			case "J" -> "long";
			case "S" -> "short";
			case "Z" -> "boolean";
			default -> normalize(descriptor.replace('/', '.'));
		};
	}

	private static String normalize(String name) {
		return apply(CLASSES, name);
	}

	private static String apply(List<Rule> rules, String name) {
		String result = name;
		for (Rule rule : rules) {
			result = rule.apply(result);
		}
		return result;
	}

	/**
	 * What to replace in names with a mark, which is quicker to look for than the rest.
	 */
	private record Rule(String mark, Pattern pattern, String replacement) {

		Rule(String mark, String pattern, String replacement) {
			this(mark, Pattern.compile(pattern), replacement);
		}

		String apply(String name) {
			return name.contains(this.mark) ? this.pattern.matcher(name).replaceAll(this.replacement) : name;
		}

	}

}
