package io.ddprofiling.profile;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What units of work of one kind are called.
 *
 * @param name the name, for example {@code GET /orders/{id}}
 * @param web whether they are requests to a server
 * @since 0.1.0
 */
public record Endpoint(String name, boolean web) {

	/**
	 * The endpoint a sample belongs to.
	 * @param labels the sample's labels
	 * @return the endpoint, or {@code null} if the sample belongs to none
	 */
	public static @Nullable Endpoint of(List<Label> labels) {
		for (Label label : labels) {
			boolean web = label.key() == LabelKey.ENDPOINT;
			if ((web || label.key() == LabelKey.TASK) && label.text() != null) {
				return new Endpoint(label.text(), web);
			}
		}
		return null;
	}

	/**
	 * The label that names this endpoint.
	 * @return the label
	 */
	public Label label() {
		return Label.of(this.web ? LabelKey.ENDPOINT : LabelKey.TASK, this.name);
	}

}
