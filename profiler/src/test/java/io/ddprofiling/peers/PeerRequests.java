package io.ddprofiling.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.ddprofiling.encode.OtlpRequestReader;
import io.ddprofiling.testsupport.MultipartParser;
import io.ddprofiling.testsupport.PprofFile;
import io.ddprofiling.testsupport.Received;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a backend has got in one run, read by classes that are not ours.
 *
 * @param requests the requests
 */
record PeerRequests(List<Received> requests) {

	private static final String PROGRAM = KnownWork.class.getName() + ".";

	/**
	 * The sum of a pprof column.
	 * @param column the column as "type/unit"
	 * @param method a method of the program on the stack, empty for all samples
	 * @return the sum over all requests that have the column
	 */
	long pprof(String column, String method) {
		return at("/ingest").map((request) -> PprofFile.parse(request.body()))
			.filter((profile) -> profile.sampleTypes().contains(column))
			.mapToLong(
					(profile) -> method.isEmpty() ? profile.total(column) : profile.totalOf(column, PROGRAM + method))
			.sum();
	}

	List<String> pprofTypes() {
		return at("/ingest").map((request) -> PprofFile.parse(request.body()))
			.flatMap((profile) -> profile.sampleTypes().stream())
			.distinct()
			.toList();
	}

	/**
	 * Hold the requests by OTLP to the rules of the protocol.
	 */
	void validate() {
		at("/v1development/profiles").forEach((request) -> OtlpRequestReader.parse(decompressed(request.body())));
	}

	long otlp(String type, String method) {
		return at("/v1development/profiles").map((request) -> OtlpRequestReader.read(decompressed(request.body())))
			.filter((request) -> request.types().stream().anyMatch((name) -> name.startsWith(type + "/")))
			.mapToLong((request) -> sum(request, type, method))
			.sum();
	}

	List<String> otlpTypes() {
		return at("/v1development/profiles")
			.flatMap((request) -> OtlpRequestReader.read(decompressed(request.body())).types().stream())
			.distinct()
			.toList();
	}

	/**
	 * The sum over events of the recordings.
	 * @param event the name of the event
	 * @param value what an event counts
	 * @param method a method of the program on the stack, empty for all events
	 * @return the sum
	 */
	long recorded(String event, ToLongFunction<RecordedEvent> value, String method) {
		return recordings().stream()
			.filter((recorded) -> recorded.getEventType().getName().equals(event))
			.filter(method.isEmpty() ? (recorded) -> true : isIn(method))
			.mapToLong(value)
			.sum();
	}

	private List<RecordedEvent> recordings() {
		List<RecordedEvent> events = new ArrayList<>();
		at("/ingest").forEach((request) -> {
			try {
				Path file = Files.createTempFile("peer", ".jfr");
				byte[] content = MultipartParser.parse(request.headers().get("content-type"), request.body())
					.get(0)
					.content();
				Files.write(file, decompressed(content));
				events.addAll(RecordingFile.readAllEvents(file));
				Files.delete(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		return events;
	}

	private Stream<Received> at(String path) {
		return this.requests.stream().filter((request) -> request.path().startsWith(path));
	}

	static long nanos(RecordedEvent event) {
		Duration duration = event.getDuration();
		return duration.toNanos();
	}

	private static Predicate<RecordedEvent> isIn(String method) {
		return (event) -> event.getStackTrace() != null && event.getStackTrace()
			.getFrames()
			.stream()
			.anyMatch((frame) -> frame.getMethod().getType().getName().equals(KnownWork.class.getName())
					&& frame.getMethod().getName().equals(method));
	}

	// the other agent has slashes in the names of classes
	private static long sum(OtlpRequestReader request, String type, String method) {
		return request.profile(type)
			.getSamplesList()
			.stream()
			.filter((sample) -> method.isEmpty() || request.stack(sample)
				.stream()
				.anyMatch((name) -> name.replace('/', '.').equals(PROGRAM + method)))
			.mapToLong((sample) -> sample.getValues(0))
			.sum();
	}

	private static byte[] decompressed(byte[] body) {
		try {
			return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
