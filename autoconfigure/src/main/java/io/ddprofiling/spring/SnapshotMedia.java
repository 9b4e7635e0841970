package io.ddprofiling.spring;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What snapshots are written in. Of those that a request accepts, the last is meant.
 *
 * @since 0.1.0
 */
public enum SnapshotMedia implements Producible<SnapshotMedia> {

	/**
	 * What is to be saved.
	 */
	BYTES("application/octet-stream"),

	/**
	 * A page.
	 */
	PAGE("text/html;charset=UTF-8"),

	/**
	 * Lines.
	 */
	TEXT("text/plain;charset=UTF-8"),

	/**
	 * JSON.
	 */
	JSON("application/json"),

	/**
	 * Markdown, for the reports that there are in Markdown.
	 */
	MARKDOWN("text/markdown;charset=UTF-8");

	private final MimeType type;

	SnapshotMedia(String type) {
		this.type = MimeTypeUtils.parseMimeType(type);
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.type;
	}

	@Override
	public boolean isDefault() {
		return this == JSON;
	}

}
