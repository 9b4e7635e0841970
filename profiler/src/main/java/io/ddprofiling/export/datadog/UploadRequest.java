package io.ddprofiling.export.datadog;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.export.datadog.AgentLocator.Target;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.profile.ClientVersion;
import io.ddprofiling.profile.RuntimeDetails;

/**
 * The request of an upload, complete before there is a connection.
 */
final class UploadRequest {

	private final Map<String, String> headers = new LinkedHashMap<>();

	UploadRequest(EntityHeaders entity) {
		this.headers.put("User-Agent", ClientVersion.NAME + "/" + ClientVersion.VERSION);
		this.headers.put("DD-EVP-ORIGIN", ClientVersion.NAME);
		// of who sends, also for the windows of a process that is dead: an agent knows
		// no container that is gone, and would add no tags of the pod
		this.headers.putAll(entity.find());
	}

	HttpRequest of(Target target, RuntimeDetails runtime, MultipartBody body) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		put(all, "DD-EVP-ORIGIN-VERSION", runtime.profilerVersion());
		all.put("Datadog-Meta-Lang", "java");
		put(all, "Datadog-Meta-Lang-Version", runtime.javaVersion());
		put(all, "Datadog-Meta-Lang-Interpreter", runtime.vmName());
		put(all, "Datadog-Meta-Lang-Interpreter-Vendor", runtime.vmVendor());
		all.put("Content-Type", body.contentType());
		if (target.apiKey() != null) {
			all.put("DD-API-KEY", target.apiKey().value());
		}
		return new HttpRequest("POST", target.path(), all, body.finish());
	}

	private static void put(Map<String, String> headers, String name, String value) {
		if (!value.isEmpty()) {
			headers.put(name, value);
		}
	}

}
