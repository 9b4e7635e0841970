package io.ddprofiling.export.datadog;

import org.jspecify.annotations.Nullable;

/**
 * The names an upload carries. Which of them Datadog's backend shows a JVM's pprof best
 * under is not public, so all of them can be changed.
 *
 * @param format the payload
 * @param family the language family, an enumeration of the intake
 * @param partName the name of the attachment's part
 * @param fileName the file name of the attachment
 * @param language the {@code language} tag
 * @param runtime the {@code runtime} tag, or {@code null} for none
 * @since 0.1.0
 */
public record PayloadConvention(UploadFormat format, String family, String partName, String fileName, String language,
		@Nullable String runtime) {

	/**
	 * The names a Datadog client uses for a format.
	 * @param format the payload
	 * @return the names
	 */
	public static PayloadConvention of(UploadFormat format) {
		return switch (format) {
			case PPROF -> new PayloadConvention(format, "python", "auto", "auto.pprof", "jvm", "jvm");
			case JFR -> new PayloadConvention(format, "java", "main", "main.jfr", "jvm", null);
		};
	}

}
