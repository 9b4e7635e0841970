package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.util.Set;

import io.ddprofiling.encode.JsonWriter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.RuntimeDetails;
import io.ddprofiling.profile.SamplingRates;
import org.jspecify.annotations.Nullable;

/**
 * The {@code info} of an event, which Datadog shows beside a profile.
 *
 * @param window the window
 */
record DatadogInfo(ProfileWindow window) {

	void write(JsonWriter json) throws IOException {
		Identity identity = this.window.identity();
		RuntimeDetails runtime = identity.runtime();
		json.beginObject().name("application").beginObject();
		text(json, "env", identity.env());
		text(json, "service", identity.service());
		text(json, "start_time", (runtime.started() != null) ? runtime.started().toString() : null);
		text(json, "version", identity.version());
		json.endObject().name("platform").beginObject();
		text(json, "hostname", identity.host());
		text(json, "kernel_name", runtime.osName());
		text(json, "kernel_release", runtime.osVersion());
		json.endObject().name("runtime").beginObject();
		text(json, "engine", runtime.vmName());
		text(json, "version", runtime.javaVersion());
		json.name("available_processors").value((long) runtime.processors());
		json.endObject().name("profiler").beginObject();
		text(json, "activation", "manual");
		json.name("ssi").beginObject();
		text(json, "mechanism", "none");
		json.endObject();
		text(json, "version", runtime.profilerVersion());
		writeSettings(json.name("settings"));
		json.endObject().endObject();
	}

	private void writeSettings(JsonWriter json) throws IOException {
		SamplingRates rates = this.window.profile().rates();
		Set<ProfileType> types = rates.types();
		json.beginObject();
		for (ProfileType type : types) {
			text(json, type.id(), rates.text(type));
		}
		json.endObject();
	}

	private static void text(JsonWriter json, String name, @Nullable String value) throws IOException {
		if (value != null && !value.isEmpty()) {
			json.name(name).value(value);
		}
	}

}
