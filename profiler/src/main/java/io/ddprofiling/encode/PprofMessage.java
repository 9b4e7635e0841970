package io.ddprofiling.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.ddprofiling.encode.PprofDialect.Period;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.SampleType.Unit;
import org.jspecify.annotations.Nullable;

/**
 * One pprof {@code Profile} message being written. Field numbers are those of
 * {@code profile.proto}; ids run from 1 in table order, as the strictest readers want.
 */
final class PprofMessage {

	private static final int MAPPING_ID = 1;

	private static final int LABEL_BUFFER_SIZE = 512;

	private final Profile profile;

	private final PprofDialect dialect;

	private final String mapping;

	private final CodedOutputStream out;

	/**
	 * The columns that the dialect has names for.
	 */
	private final int[] columns;

	/**
	 * Label sets as they are written, {@code null} before the first row with one.
	 */
	private final byte[] @Nullable [] labels;

	private final ByteArrayOutputStream labelBuffer = new ByteArrayOutputStream();

	private final List<String> strings = new ArrayList<>();

	private final Map<String, Integer> stringIds = new HashMap<>();

	/**
	 * Stand-ins for the roots of stacks that are deeper than the dialect allows, by the
	 * number of frames they hide; they follow the real functions and locations.
	 */
	private final Map<Integer, Integer> omissions = new HashMap<>();

	private final List<String> omissionNames = new ArrayList<>();

	PprofMessage(Profile profile, PprofDialect dialect, String mapping, CodedOutputStream out) {
		this.profile = profile;
		this.dialect = dialect;
		this.mapping = mapping;
		this.out = out;
		this.labels = new byte[profile.labelSetCount()][];
		this.columns = IntStream.range(0, profile.sampleTypes().size())
			.filter((column) -> dialect.name(profile.sampleTypes().get(column)) != null)
			.toArray();
		string("");
	}

	void write() throws IOException {
		for (int column : this.columns) {
			SampleType type = this.profile.sampleTypes().get(column);
			writeValueType(1, name(type), type.unit());
		}
		for (int row = 0; row < this.profile.rows(); row++) {
			if (hasValue(row)) {
				writeSample(row);
			}
		}
		writeMapping();
		writeLocations();
		writeFunctions();
		writeTimes();
		for (String string : this.strings) {
			this.out.writeString(6, string);
		}
	}

	private void writeTimes() throws IOException {
		this.out.writeInt64(9, PprofEncoder.epochNanos(this.profile.window().start()));
		this.out.writeInt64(10, this.profile.recorded().toNanos());
		if (this.columns.length > 0) {
			ProfileType first = ProfileType.of(this.profile.sampleTypes().get(this.columns[0]));
			Period period = this.dialect.period(first);
			writeValueType(11, period.name(), period.unit());
			if (period.unit() == first.value().unit()) {
				this.out.writeInt64(12, this.profile.rates().interval(first));
			}
			this.out.writeInt64(14, string(name(first.value())));
		}
	}

	private boolean hasValue(int row) {
		for (int column : this.columns) {
			if (this.profile.value(row, column) != 0) {
				return true;
			}
		}
		return false;
	}

	private String name(SampleType type) {
		return Objects.requireNonNull(this.dialect.name(type));
	}

	private void writeValueType(int field, String type, Unit unit) throws IOException {
		int name = string(type);
		int unitName = string(unit.id());
		begin(field, CodedOutputStream.computeInt64Size(1, name) + CodedOutputStream.computeInt64Size(2, unitName));
		this.out.writeInt64(1, name);
		this.out.writeInt64(2, unitName);
	}

	private void writeSample(int row) throws IOException {
		int stack = this.profile.stack(row);
		int depth = this.profile.depth(stack);
		int shown = (depth > this.dialect.maxDepth()) ? this.dialect.maxDepth() - 1 : depth;
		int marker = (shown < depth) ? omission(depth - shown) : 0;
		int locationBytes = locationBytes(stack, shown) + ((marker != 0) ? varint(marker) : 0);
		int valueBytes = valueBytes(row);
		byte[] labels = labels(this.profile.labelSet(row));
		begin(2, packed(1, locationBytes) + packed(2, valueBytes) + labels.length);
		begin(1, locationBytes);
		for (int i = 0; i < shown; i++) {
			this.out.writeUInt64NoTag(this.profile.frame(stack, i) + 1L);
		}
		if (marker != 0) {
			this.out.writeUInt64NoTag(marker);
		}
		begin(2, valueBytes);
		for (int column : this.columns) {
			this.out.writeInt64NoTag(this.profile.value(row, column));
		}
		this.out.writeRawBytes(labels);
	}

	// many rows have the same
	private byte[] labels(int labelSet) throws IOException {
		byte[] known = this.labels[labelSet];
		if (known == null) {
			known = encode(this.profile.labelsOf(labelSet));
			this.labels[labelSet] = known;
		}
		return known;
	}

	private byte[] encode(List<Label> labelSet) throws IOException {
		this.labelBuffer.reset();
		CodedOutputStream coded = CodedOutputStream.newInstance(this.labelBuffer, LABEL_BUFFER_SIZE);
		for (Label label : labelSet) {
			String name = name(label);
			if (name != null) {
				writeLabel(coded, string(name), label);
			}
		}
		coded.flush();
		return this.labelBuffer.toByteArray();
	}

	private int locationBytes(int stack, int depth) {
		int bytes = 0;
		for (int i = 0; i < depth; i++) {
			bytes += varint(this.profile.frame(stack, i) + 1L);
		}
		return bytes;
	}

	private int valueBytes(int row) {
		int bytes = 0;
		for (int column : this.columns) {
			bytes += varint(this.profile.value(row, column));
		}
		return bytes;
	}

	private @Nullable String name(Label label) {
		return (label.attribute() != null) ? label.attribute() : this.dialect.name(label.key());
	}

	private @Nullable String text(Label label) {
		return this.dialect.isHexadecimal(label.key()) ? HexFormat.of().toHexDigits(label.number()) : label.text();
	}

	private void writeLabel(CodedOutputStream coded, int name, Label label) throws IOException {
		String text = text(label);
		int field = (text != null) ? 2 : 3;
		long value = (text != null) ? string(text) : label.number();
		coded.writeTag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		coded.writeUInt32NoTag(
				CodedOutputStream.computeInt64Size(1, name) + CodedOutputStream.computeInt64Size(field, value));
		coded.writeInt64(1, name);
		coded.writeInt64(field, value);
	}

	private void writeMapping() throws IOException {
		int name = string(this.mapping);
		begin(3, CodedOutputStream.computeUInt64Size(1, MAPPING_ID) + CodedOutputStream.computeInt64Size(5, name)
				+ 3 * CodedOutputStream.computeBoolSize(7, true));
		this.out.writeUInt64(1, MAPPING_ID);
		this.out.writeInt64(5, name);
		this.out.writeBool(7, true);
		this.out.writeBool(8, true);
		this.out.writeBool(9, true);
	}

	private void writeLocations() throws IOException {
		for (int frame = 0; frame < this.profile.frameCount(); frame++) {
			writeLocation(frame + 1L, this.profile.function(frame) + 1L, this.profile.line(frame));
		}
		for (int i = 0; i < this.omissionNames.size(); i++) {
			writeLocation(this.profile.frameCount() + i + 1L, this.profile.functionCount() + i + 1L, 0);
		}
	}

	private void writeLocation(long id, long function, int line) throws IOException {
		int lineBytes = CodedOutputStream.computeUInt64Size(1, function) + CodedOutputStream.computeInt64Size(2, line);
		begin(4, CodedOutputStream.computeUInt64Size(1, id) + CodedOutputStream.computeUInt64Size(2, MAPPING_ID)
				+ packed(4, lineBytes));
		this.out.writeUInt64(1, id);
		this.out.writeUInt64(2, MAPPING_ID);
		begin(4, lineBytes);
		this.out.writeUInt64(1, function);
		this.out.writeInt64(2, line);
	}

	private void writeFunctions() throws IOException {
		for (int function = 0; function < this.profile.functionCount(); function++) {
			writeFunction(function + 1L, this.profile.functionName(function), this.profile.functionFile(function));
		}
		for (int i = 0; i < this.omissionNames.size(); i++) {
			writeFunction(this.profile.functionCount() + i + 1L, this.omissionNames.get(i), "");
		}
	}

	private void writeFunction(long id, String functionName, String file) throws IOException {
		int name = string(functionName);
		int filename = string(file);
		begin(5, CodedOutputStream.computeUInt64Size(1, id) + CodedOutputStream.computeInt64Size(2, name)
				+ CodedOutputStream.computeInt64Size(3, name) + CodedOutputStream.computeInt64Size(4, filename));
		this.out.writeUInt64(1, id);
		this.out.writeInt64(2, name);
		this.out.writeInt64(3, name);
		this.out.writeInt64(4, filename);
	}

	private int omission(int hidden) {
		return this.omissions.computeIfAbsent(hidden, (count) -> {
			this.omissionNames.add("<" + count + ((count == 1) ? " frame omitted>" : " frames omitted>"));
			return this.profile.frameCount() + this.omissionNames.size();
		});
	}

	private int string(String string) {
		Integer known = this.stringIds.putIfAbsent(string, this.strings.size());
		if (known != null) {
			return known;
		}
		this.strings.add(string);
		return this.strings.size() - 1;
	}

	private void begin(int field, int length) throws IOException {
		this.out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		this.out.writeUInt32NoTag(length);
	}

	private static int packed(int field, int length) {
		return CodedOutputStream.computeTagSize(field) + varint(length) + length;
	}

	private static int varint(long value) {
		return CodedOutputStream.computeUInt64SizeNoTag(value);
	}

}
