package io.ddprofiling.encode;

import java.io.IOException;

/**
 * Makes async-profiler's heatmap safe to open. Its writer escapes no more of a name than
 * quotes and backslashes, so that a name that ends the script and begins another would
 * run. Here all names are written anew, so that HTML sees nothing of its own in them, and
 * a Content-Security-Policy lets nothing run but the page's own script, by its hash.
 *
 * @since 0.1.0
 */
public final class HeatmapPage {

	private static final String NAMES = "let cpool = [";

	private static final String HEAD = "<meta charset='utf-8'>";

	private static final String SCRIPT = "<script>";

	private static final String SCRIPT_END = "</script>";

	private HeatmapPage() {
	}

	/**
	 * Makes a page safe.
	 * @param heatmap the page as async-profiler's converter writes it, or its line of
	 * text if there are no samples
	 * @return the page, or the text
	 * @throws IOException if the page has not the form that is known to be safe then
	 */
	public static String of(String heatmap) throws IOException {
		if (!heatmap.contains(SCRIPT)) {
			return heatmap;
		}
		StringBuilder page = new StringBuilder(heatmap.length() + heatmap.length() / 8);
		int names = after(NAMES, heatmap, 0);
		page.append(heatmap, 0, names - 1);
		int end = writeNames(heatmap, names, page);
		page.append(heatmap, end, heatmap.length());
		int script = after(SCRIPT, page, 0);
		int scriptEnd = page.indexOf(SCRIPT_END, script);
		if (page.indexOf(SCRIPT, script) >= 0 || scriptEnd != page.lastIndexOf(SCRIPT_END)) {
			throw unknown();
		}
		String policy = policy(page.substring(script, scriptEnd));
		int head = after(HEAD, page, 0);
		return page.insert(head, "\n<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">")
			.toString();
	}

	// where the array of names has ended
	private static int writeNames(String heatmap, int start, StringBuilder page) throws IOException {
		JsonWriter json = new JsonWriter(page).beginArray();
		StringBuilder name = new StringBuilder();
		int at = start;
		while (heatmap.charAt(at) == '"') {
			name.setLength(0);
			at = readName(heatmap, at + 1, name);
			json.value(name.toString());
		}
		if (heatmap.charAt(at) != ']') {
			throw unknown();
		}
		json.endArray();
		return at + 1;
	}

	// where the next name begins, after the comma
	private static int readName(String heatmap, int start, StringBuilder name) throws IOException {
		int at = start;
		while (heatmap.charAt(at) != '"') {
			at += (heatmap.charAt(at) == '\\') ? 1 : 0;
			name.append(heatmap.charAt(at));
			at++;
		}
		if (heatmap.charAt(at + 1) != ',') {
			throw unknown();
		}
		return at + 2;
	}

	private static int after(String marker, CharSequence text, int from) throws IOException {
		int at = text.toString().indexOf(marker, from);
		if (at < 0) {
			throw unknown();
		}
		return at + marker.length();
	}

	private static String policy(String script) {
		return "default-src 'none'; script-src '" + ContentHash.of(script)
				+ "'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
	}

	private static IOException unknown() {
		return new IOException("The heatmap is not as this version of the converter writes it");
	}

}
