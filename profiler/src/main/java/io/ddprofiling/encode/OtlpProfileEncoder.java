package io.ddprofiling.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.SampleType.Unit;

/**
 * Writes a profile as an OTLP {@code ExportProfilesServiceRequest}, which also is a
 * {@code ProfilesData}, of the alpha version of the protocol. Each column becomes a
 * profile of its own, except for those a period tells as well. As for pprof, only
 * {@link com.google.protobuf.CodedOutputStream} of protobuf is used.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/profiles/v1development/profiles.proto">the
 * format</a>
 */
public final class OtlpProfileEncoder {

	private final List<OtlpAttribute> resource;

	private final String scopeName;

	private final String scopeVersion;

	private final String runtimeId;

	/**
	 * Creates an encoder.
	 * @param resource what is profiled
	 * @param scopeName the name of what profiles
	 * @param scopeVersion the version of what profiles
	 * @param runtimeId what tells one process from another, for the identifiers of
	 * profiles
	 */
	public OtlpProfileEncoder(List<OtlpAttribute> resource, String scopeName, String scopeVersion, String runtimeId) {
		this.resource = List.copyOf(resource);
		this.scopeName = scopeName;
		this.scopeVersion = scopeVersion;
		this.runtimeId = runtimeId;
	}

	/**
	 * Writes a profile, without compression; the stream stays open.
	 * @param profile the profile
	 * @param out where to write to
	 * @return the number of profiles the request has
	 * @throws IOException if the stream fails
	 */
	public int encode(Profile profile, OutputStream out) throws IOException {
		OtlpDictionary dictionary = new OtlpDictionary(profile);
		ProtoMessage scopeProfiles = new ProtoMessage().message(1,
				new ProtoMessage().text(1, this.scopeName).text(2, this.scopeVersion));
		OtlpSamples samples = new OtlpSamples(profile, dictionary);
		int count = 0;
		for (int column = 0; column < profile.sampleTypes().size(); column++) {
			if (!isToldByPeriod(profile.sampleTypes().get(column))) {
				ProtoMessage message = new ProtoMessage();
				if (samples.write(column, message)) {
					writeHead(profile, profile.sampleTypes().get(column), dictionary, message);
					scopeProfiles.message(2, message);
					count++;
				}
			}
		}
		ProtoMessage resourceProfiles = new ProtoMessage().message(1, resource()).message(2, scopeProfiles);
		new ProtoMessage().message(1, resourceProfiles).message(2, dictionary.write()).finish().writeTo(out);
		return count;
	}

	private ProtoMessage resource() throws IOException {
		ProtoMessage message = new ProtoMessage();
		for (OtlpAttribute attribute : this.resource) {
			message.message(1,
					new ProtoMessage().text(1, attribute.name()).message(2, OtlpDictionary.value(attribute)));
		}
		return message;
	}

	private void writeHead(Profile profile, SampleType column, OtlpDictionary dictionary, ProtoMessage out)
			throws IOException {
		ProfileType type = ProfileType.of(column);
		out.message(1, valueType(dictionary, column.id(), column.unit()))
			.fixed(3, PprofEncoder.epochNanos(profile.window().start()))
			.number(4, profile.recorded().toNanos())
			.message(5, valueType(dictionary, period(type), type.value().unit()))
			.number(6, profile.rates().interval(type))
			.bytes(7, id(profile, column));
	}

	private static ProtoMessage valueType(OtlpDictionary dictionary, String name, Unit unit) throws IOException {
		return new ProtoMessage().number(1, dictionary.string(name)).number(2, dictionary.string(unit.id()));
	}

	// the same when it is sent again, so that a receiver can tell
	private byte[] id(Profile profile, SampleType column) {
		String name = this.runtimeId + profile.window().start() + column.id();
		UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
		return ByteBuffer.allocate(16)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
	}

	private static boolean isToldByPeriod(SampleType column) {
		return column == SampleType.CPU_SAMPLES || column == SampleType.WALL_SAMPLES;
	}

	// Pyroscope, behind a collector, files a profile under this name
	private static String period(ProfileType type) {
		return switch (type) {
			case CPU -> "cpu";
			case WALL -> "wall";
			case LOCK -> "mutex";
			case ALLOCATION, LIVE_HEAP -> "memory";
			case EXCEPTION -> "exceptions";
			case NATIVE_LOCK -> "native_mutex";
			case NATIVE_MEMORY -> "native_memory";
			case IO -> "io";
		};
	}

}
