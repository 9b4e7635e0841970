package io.ddprofiling.spring;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerSpan;
import io.ddprofiling.span.SpanBlock;
import io.ddprofiling.span.SpanName;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Scope;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link SpanObservationHandler}, with a real registry and a real recorder.
 */
class SpanObservationHandlerTests {

	private final SpanObservationHandler handler = SpanObservationHandler.of(getClass().getClassLoader());

	private final ObservationRegistry registry = ObservationRegistry.create();

	private RecordedSpans spans;

	@BeforeEach
	void record() {
		this.registry.observationConfig().observationHandler(this.handler);
		this.spans = new RecordedSpans();
	}

	@AfterEach
	void stop() {
		this.spans.close();
	}

	@Test
	void requestIsNamedByItsMethodAndPattern() {
		ServerRequestObservationContext context = request("GET", "/orders/1");
		Observation request = start(context);
		try (Scope scope = request.openScope()) {
			context.setPathPattern("/orders/{id}");
		}
		request.stop();

		SpanBlock block = this.spans.take();

		assertThat(block.spans()).extracting(RecordedSpans::name).containsExactly("0 GET /orders/{id}");
		assertThat(block.spans().get(0).thread()).isEqualTo(Thread.currentThread().getId());
		assertThat(block.requests()).containsExactly(entry(new SpanName("GET /orders/{id}", true), 1L));
	}

	@Test
	void requestThatIsNotMappedHasNoNameOfItsOwn() {
		for (int i = 0; i < 10_000; i++) {
			observe(request("GET", "/" + i));
		}

		assertThat(this.spans.takeNames()).hasSizeGreaterThan(1000).containsOnly("0 GET UNKNOWN");
	}

	@Test
	void requestOnTheReactiveStackIsNamedByItsMethodAndPattern() {
		var context = new org.springframework.http.server.reactive.observation.ServerRequestObservationContext(
				MockServerHttpRequest.method(HttpMethod.DELETE, "/orders/1").build(), new MockServerHttpResponse(),
				Map.of());
		context.setPathPattern("/orders/{id}");
		observe(context);

		SpanBlock block = this.spans.take();

		assertThat(block.spans()).extracting(RecordedSpans::name).containsExactly("0 DELETE /orders/{id}");
		assertThat(block.requests()).containsExactly(entry(new SpanName("DELETE /orders/{id}", true), 1L));
	}

	@Test
	void methodIsKnownAfterTheServerHasReusedTheRequest() throws Exception {
		MockHttpServletRequest reused = new MockHttpServletRequest("PUT", "/orders/1");
		ServerRequestObservationContext context = new ServerRequestObservationContext(reused,
				new MockHttpServletResponse());
		context.setPathPattern("/orders/{id}");
		Observation request = start(context);
		request.stop();
		reused.setMethod("GET");

		onOtherThread(() -> request.scoped(() -> {
		}));

		assertThat(this.spans.takeNames()).containsExactly("0 PUT /orders/{id}");
	}

	@Test
	void innerObservationGoesOnWithTheSpanOfItsRequest() {
		Observation request = start(mapped("/orders"));
		try (Scope scope = request.openScope()) {
			inner().observe(() -> {
				inner().observe(() -> {
				});
			});
			assertThat(this.spans.takeNames()).containsExactly("0 GET /orders");
		}

		assertThat(this.spans.takeNames()).containsExactly("0 GET /orders");
	}

	@Test
	void innerObservationOnAnotherThreadBelongsToItsRequest() throws Exception {
		Observation request = start(mapped("/orders"));
		try (Scope scope = request.openScope()) {
			Observation inner = inner().start();
			Observation innermost = inner().parentObservation(inner).start();
			onOtherThread(() -> innermost.scoped(() -> inner.scoped(() -> {
			})));
		}

		SpanBlock block = this.spans.take();

		assertThat(block.spans()).extracting(RecordedSpans::name).containsExactly("0 GET /orders", "0 GET /orders");
		assertThat(block.spans()).extracting(SpanBlock.Span::thread).doesNotHaveDuplicates();
	}

	@Test
	void innerObservationInASpanOfTheApplicationKeepsThatSpan() {
		Observation request = start(mapped("/orders"));
		try (Scope scope = request.openScope(); ProfilerSpan span = Profiler.span("price")) {
			inner().observe(() -> {
			});
		}

		assertThat(this.spans.takeNames()).containsExactlyInAnyOrder("0 GET /orders", "1 price");
	}

	@Test
	void observationOfNothingInParticularIsNoWork() {
		inner().observe(() -> inner().observe(() -> {
		}));

		assertThat(this.spans.takeNames()).isEmpty();
	}

	@Test
	void otherRequestOnTheSameThreadIsInsideOfTheFirst() {
		observe(mapped("/one"), () -> observe(mapped("/two")));

		assertThat(this.spans.takeNames()).containsExactlyInAnyOrder("0 GET /one", "1 GET /two");
	}

	@Test
	void scopesThatAreResetAreClosed() {
		Observation request = start(mapped("/one"));
		Observation inner = inner().parentObservation(request).start();
		request.openScope();
		inner.openScope().reset();
		this.spans.take();

		observe(mapped("/two"));

		assertThat(this.spans.takeNames()).containsExactly("0 GET /two");
	}

	@Test
	void scopeThatIsMadeCurrentAgainIsClosedOnce() {
		Observation request = start(mapped("/one"));
		try (Scope scope = request.openScope()) {
			scope.makeCurrent();
		}
		this.spans.take();

		observe(mapped("/two"));

		assertThat(this.spans.takeNames()).containsExactly("0 GET /two");
	}

	@Test
	void scheduledTaskIsNamedAfterItsMethod() {
		observe(task());

		SpanBlock block = this.spans.take();

		assertThat(block.spans()).extracting(RecordedSpans::name)
			.containsExactly("0 SpanObservationHandlerTests.Nightly.run");
		assertThat(block.requests())
			.containsExactly(entry(new SpanName("SpanObservationHandlerTests.Nightly.run", false), 1L));
	}

	@Test
	void messageIsNamedAfterItsObservation() {
		ReceiverContext<Object> context = new ReceiverContext<>((carrier, key) -> null);
		observe(context);

		SpanBlock block = this.spans.take();

		assertThat(block.spans()).extracting(RecordedSpans::name).containsExactly("0 test");
		assertThat(block.requests()).containsExactly(entry(new SpanName("test", false), 1L));
	}

	@Test
	void messageIsNamedAfterItsQueueIfThereAreNotTooMany() {
		for (int i = 0; i < 10_000; i++) {
			observe(message("queue-" + i));
		}

		List<String> names = this.spans.takeNames();

		assertThat(names).contains("0 test queue-0", "0 test queue-499", "0 test");
		assertThat(names.stream().distinct()).hasSize(501);
	}

	@Test
	void nothingIsAllocated() {
		ServerRequestObservationContext request = mapped("/orders");
		Observation.Context inner = new Observation.Context();
		inner.setParentObservation(start(request));
		List<Observation.Context> contexts = List.of(request, inner, task(), message("queue"));

		assertThat(IntStream.range(0, 50).mapToLong((round) -> allocatedBy(contexts)).min()).hasValue(0);
		assertThat(this.spans.takeNames()).contains("0 GET /orders", "0 listener queue",
				"0 SpanObservationHandlerTests.Nightly.run");
	}

	private long allocatedBy(List<Observation.Context> contexts) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 4000; i++) {
			Observation.Context context = contexts.get(i & 3);
			this.handler.onScopeOpened(context);
			this.handler.onScopeClosed(context);
		}
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private Observation start(Observation.Context context) {
		return Observation.start("test", () -> context, this.registry);
	}

	private void observe(Observation.Context context) {
		observe(context, () -> {
		});
	}

	private void observe(Observation.Context context, Runnable work) {
		Observation.createNotStarted("test", () -> context, this.registry).observe(work);
	}

	private Observation inner() {
		return Observation.createNotStarted("inner", this.registry);
	}

	private static ServerRequestObservationContext mapped(String pattern) {
		ServerRequestObservationContext context = request("GET", pattern);
		context.setPathPattern(pattern);
		return context;
	}

	private static ServerRequestObservationContext request(String method, String path) {
		return new ServerRequestObservationContext(new MockHttpServletRequest(method, path),
				new MockHttpServletResponse());
	}

	private static ScheduledTaskObservationContext task() {
		return new ScheduledTaskObservationContext(new Nightly(), ReflectionUtils.findMethod(Nightly.class, "run"));
	}

	private static ReceiverContext<Object> message(String queue) {
		ReceiverContext<Object> context = new ReceiverContext<>((carrier, key) -> null);
		context.setName("listener");
		context.addLowCardinalityKeyValue(KeyValue.of("messaging.destination.name", queue));
		return context;
	}

	private static void onOtherThread(Runnable work) throws InterruptedException {
		Thread thread = new Thread(work);
		thread.start();
		thread.join();
	}

	/**
	 * Has a method that could be scheduled.
	 */
	private static final class Nightly {

		void run() {
		}

	}

}
