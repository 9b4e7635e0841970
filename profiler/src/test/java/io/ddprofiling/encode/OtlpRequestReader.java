package io.ddprofiling.encode;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.profiles.v1development.KeyValueAndUnit;
import io.opentelemetry.proto.profiles.v1development.Link;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.Mapping;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.ScopeProfiles;
import io.opentelemetry.proto.profiles.v1development.Stack;
import io.opentelemetry.proto.profiles.v1development.ValueType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An OTLP request that was read by OpenTelemetry's own classes and held to the rules of
 * the protocol.
 */
public final class OtlpRequestReader {

	private final ExportProfilesServiceRequest request;

	private OtlpRequestReader(ExportProfilesServiceRequest request) {
		this.request = request;
	}

	/**
	 * Reads and validates a request.
	 * @param bytes the request, without compression
	 * @return the request
	 */
	public static OtlpRequestReader parse(byte[] bytes) {
		OtlpRequestReader reader = read(bytes);
		reader.validate();
		return reader;
	}

	/**
	 * Reads a request of somebody who does not keep all rules.
	 * @param bytes the request, without compression
	 * @return the request
	 */
	public static OtlpRequestReader read(byte[] bytes) {
		try {
			return new OtlpRequestReader(ExportProfilesServiceRequest.parseFrom(bytes));
		}
		catch (InvalidProtocolBufferException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * The attributes of the resource.
	 * @return texts and numbers by name
	 */
	public Map<String, Object> resource() {
		Map<String, Object> attributes = new LinkedHashMap<>();
		for (KeyValue attribute : this.request.getResourceProfiles(0).getResource().getAttributesList()) {
			assertThat(attributes.put(attribute.getKey(), value(attribute.getValue()))).isNull();
		}
		return attributes;
	}

	public ScopeProfiles scope() {
		return this.request.getResourceProfiles(0).getScopeProfiles(0);
	}

	/**
	 * The profiles in words.
	 * @return what each samples, and by what period
	 */
	public List<String> types() {
		return scope().getProfilesList()
			.stream()
			.map((profile) -> type(profile.getSampleType()) + " per " + profile.getPeriod() + " "
					+ type(profile.getPeriodType()))
			.toList();
	}

	public Profile profile(String type) {
		return scope().getProfilesList()
			.stream()
			.filter((profile) -> string(profile.getSampleType().getTypeStrindex()).equals(type))
			.findFirst()
			.orElseThrow();
	}

	public long total(String type) {
		return profile(type).getSamplesList().stream().mapToLong((sample) -> sample.getValues(0)).sum();
	}

	/**
	 * The values of a profile by the innermost function.
	 * @param type the name of the profile's type
	 * @return the sums by name
	 */
	public Map<String, Long> self(String type) {
		Map<String, Long> self = new TreeMap<>();
		for (Sample sample : profile(type).getSamplesList()) {
			List<String> stack = stack(sample);
			self.merge(stack.isEmpty() ? "" : stack.get(0), sample.getValues(0), Long::sum);
		}
		return self;
	}

	/**
	 * The stack of a sample, innermost function first.
	 * @param sample the sample
	 * @return functions, each with its line
	 */
	public List<String> stack(Sample sample) {
		List<String> stack = new ArrayList<>();
		for (int index : dictionary().getStackTable(sample.getStackIndex()).getLocationIndicesList()) {
			Location location = dictionary().getLocationTable(index);
			assertThat(location.getLinesCount()).isEqualTo(1);
			stack.add(string(dictionary().getFunctionTable(location.getLines(0).getFunctionIndex()).getNameStrindex()));
		}
		return stack;
	}

	public Map<String, Object> attributes(Sample sample) {
		Map<String, Object> attributes = new LinkedHashMap<>();
		for (int index : sample.getAttributeIndicesList()) {
			KeyValueAndUnit attribute = dictionary().getAttributeTable(index);
			assertThat(attributes.put(string(attribute.getKeyStrindex()), value(attribute.getValue()))).isNull();
		}
		return attributes;
	}

	/**
	 * The span of a sample.
	 * @param sample the sample
	 * @return the identifiers of trace and span in hexadecimal digits
	 */
	public String link(Sample sample) {
		Link link = dictionary().getLinkTable(sample.getLinkIndex());
		return HexFormat.of().formatHex(link.getTraceId().toByteArray()) + "/"
				+ HexFormat.of().formatHex(link.getSpanId().toByteArray());
	}

	public ProfilesDictionary dictionary() {
		return this.request.getDictionary();
	}

	public ExportProfilesServiceRequest message() {
		return this.request;
	}

	private String type(ValueType type) {
		return string(type.getTypeStrindex()) + "/" + string(type.getUnitStrindex());
	}

	private String string(int index) {
		return dictionary().getStringTable(index);
	}

	private static Object value(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case INT_VALUE -> value.getIntValue();
			default -> throw new AssertionError("value " + value);
		};
	}

	private void validate() {
		ProfilesDictionary tables = dictionary();
		assertThat(this.request.getUnknownFields().asMap()).isEmpty();
		assertThat(tables.getUnknownFields().asMap()).isEmpty();
		assertThat(tables.getMappingTable(0)).isEqualTo(Mapping.getDefaultInstance());
		assertThat(tables.getLocationTable(0)).isEqualTo(Location.getDefaultInstance());
		assertThat(tables.getFunctionTable(0).getSerializedSize()).isZero();
		assertThat(tables.getStringTable(0)).isEmpty();
		assertThat(tables.getAttributeTable(0)).isEqualTo(KeyValueAndUnit.getDefaultInstance());
		assertThat(tables.getStackTable(0)).isEqualTo(Stack.getDefaultInstance());
		assertThat(tables.getLinkTable(0).getTraceId().toByteArray()).isEqualTo(new byte[16]);
		assertThat(tables.getLinkTable(0).getSpanId().toByteArray()).isEqualTo(new byte[8]);
		assertThat(tables.getStringTableList()).doesNotHaveDuplicates();
		assertThat(tables.getFunctionTableList()).doesNotHaveDuplicates();
		assertThat(tables.getLocationTableList()).doesNotHaveDuplicates();
		assertThat(tables.getAttributeTableList()).doesNotHaveDuplicates();
		assertThat(tables.getLinkTableList()).doesNotHaveDuplicates();
		assertThat(tables.getStackTableList()).doesNotHaveDuplicates();
		for (Profile profile : scope().getProfilesList()) {
			assertThat(profile.getUnknownFields().asMap()).isEmpty();
			assertThat(profile.getSamplesList()).allSatisfy((sample) -> {
				assertThat(sample.getUnknownFields().asMap()).isEmpty();
				assertThat(sample.getValuesCount()).isEqualTo(1);
				assertThat(sample.getTimestampsUnixNanoCount()).isZero();
			});
			assertThat(profile.getSamplesList().stream().map((sample) -> sample.toBuilder().clearValues().build()))
				.doesNotHaveDuplicates();
		}
	}

}
