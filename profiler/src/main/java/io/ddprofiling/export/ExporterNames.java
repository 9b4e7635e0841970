package io.ddprofiling.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names to tell exporters apart by: each its own, numbered where there are several of
 * one.
 */
final class ExporterNames {

	private static final int MAX_LENGTH = 40;

	private ExporterNames() {
	}

	static List<String> of(List<? extends ProfileExporter> exporters) {
		List<String> names = new ArrayList<>();
		for (ProfileExporter exporter : exporters) {
			String own = name(exporter);
			String name = own;
			for (int i = 2; names.contains(name); i++) {
				name = own + "-" + i;
			}
			names.add(name);
		}
		return List.copyOf(names);
	}

	// what others wrote becomes part of meters, of a thread's name and of a file's
	private static String name(ProfileExporter exporter) {
		String name = "";
		try {
			name = String.valueOf(exporter.name()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
		}
		catch (RuntimeException | LinkageError ex) {
			// named below
		}
		String usable = (name.isBlank() || name.equals("null")) ? "exporter" : name;
		return (usable.length() > MAX_LENGTH) ? usable.substring(0, MAX_LENGTH) : usable;
	}

}
