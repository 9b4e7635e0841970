package io.ddprofiling.export.datadog;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.export.ClientVersion;
import io.ddprofiling.export.datadog.AgentLocator.Target;
import io.ddprofiling.export.transport.HttpRequest;

/**
 * The request of an upload, complete before there is a connection.
 */
final class UploadRequest {

	private final Map<String, String> headers = new LinkedHashMap<>();

	UploadRequest(RuntimeDetails runtime, EntityHeaders entity) {
		this.headers.put("User-Agent", ClientVersion.NAME + "/" + runtime.profilerVersion());
		this.headers.put("DD-EVP-ORIGIN", ClientVersion.NAME);
		this.headers.put("DD-EVP-ORIGIN-VERSION", runtime.profilerVersion());
		this.headers.put("Datadog-Meta-Lang", "java");
		this.headers.put("Datadog-Meta-Lang-Version", runtime.javaVersion());
		this.headers.put("Datadog-Meta-Lang-Interpreter", runtime.vmName());
		this.headers.put("Datadog-Meta-Lang-Interpreter-Vendor", runtime.vmVendor());
		this.headers.putAll(entity.find());
	}

	HttpRequest of(Target target, MultipartBody body) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.put("Content-Type", body.contentType());
		if (target.apiKey() != null) {
			all.put("DD-API-KEY", target.apiKey().value());
		}
		return new HttpRequest("POST", target.path(), all, body.finish());
	}

}
