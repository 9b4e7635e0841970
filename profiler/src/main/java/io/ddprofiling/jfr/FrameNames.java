package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names as a reader expects them: dotted, and without the numbers that the JVM and
 * frameworks put into generated classes, which would keep two processes from being
 * compared.
 */
final class FrameNames {

	private static final Pattern HIDDEN_CLASS = Pattern.compile("(?:\\.|\\+|/)0x[0-9a-f]+$");

	private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda[$/0-9.+]*(?:0x[0-9a-f]+)?$");

	private static final Pattern LAMBDA_FORM = Pattern.compile("(LambdaForm\\$[A-Za-z]+)[$/0-9.+]*(?:0x[0-9a-f]+)?$");

	private static final Pattern ACCESSOR = Pattern
		.compile("(Generated(?:Serialization)?(?:Method|Constructor)Accessor)\\d+$");

	private static final Pattern PROXY = Pattern.compile("^(?:(jdk\\.proxy)\\d+(?=\\.))?(.*\\$Proxy)\\d+$");

	private static final Pattern CGLIB = Pattern
		.compile("(\\$\\$(?:Spring|EnhancerBySpring|FastClassBySpring)CGLIB\\$\\$(?:FastClass\\$\\$)?)[0-9a-f]+$");

	private static final Pattern LAMBDA_METHOD = Pattern.compile("^(lambda\\$.*)\\$\\d+$");

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
		return name.startsWith("lambda$") ? LAMBDA_METHOD.matcher(name).replaceFirst("$1") : name;
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
		if (name.indexOf('$') < 0 && name.indexOf('+') < 0 && !name.contains("Accessor") && !name.contains("0x")) {
			return name;
		}
		String result = LAMBDA.matcher(name).replaceFirst("\\$\\$Lambda");
		result = LAMBDA_FORM.matcher(result).replaceFirst("$1");
		result = HIDDEN_CLASS.matcher(result).replaceFirst("");
		result = ACCESSOR.matcher(result).replaceFirst("$1");
		result = PROXY.matcher(result).replaceFirst("$1$2");
		return CGLIB.matcher(result).replaceFirst("$1");
	}

}
