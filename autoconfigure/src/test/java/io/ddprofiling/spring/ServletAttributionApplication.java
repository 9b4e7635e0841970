package io.ddprofiling.spring;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerSpan;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Endpoints on the servlet stack that do {@link KnownWork}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import({ ServletAttributionApplication.Shop.class, ServletAttributionApplication.Background.class })
class ServletAttributionApplication {

	@Bean
	@ConditionalOnProperty("propagate")
	TaskDecorator propagatingTaskDecorator() {
		return new ContextPropagatingTaskDecorator();
	}

	/**
	 * The controller.
	 */
	@RestController
	static class Shop {

		private final Background background;

		private final Executor executor;

		private final ObservationRegistry observations;

		Shop(Background background, @Qualifier("applicationTaskExecutor") Executor executor,
				ObservationRegistry observations) {
			this.background = background;
			this.executor = executor;
			this.observations = observations;
		}

		@GetMapping("/orders/{id}")
		String order(@PathVariable("id") String id) {
			return KnownWork.orders();
		}

		@GetMapping("/basket")
		String basket() {
			return KnownWork.basket();
		}

		@PostMapping("/search")
		String search() {
			return KnownWork.search();
		}

		@GetMapping("/empty")
		String empty() {
			return "";
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return KnownWork::callable;
		}

		@GetMapping("/later")
		String later() {
			this.background.later();
			return "soon";
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(KnownWork::future, this.executor);
		}

		@GetMapping("/common-pool")
		CompletableFuture<String> commonPool() {
			return CompletableFuture.supplyAsync(KnownWork::commonPool);
		}

		@GetMapping("/inner")
		CompletableFuture<String> inner() {
			return Observation.createNotStarted("price", this.observations)
				.observe(() -> CompletableFuture.supplyAsync(KnownWork::inner, this.executor));
		}

		@GetMapping("/span")
		String span() {
			try (ProfilerSpan span = Profiler.span("price").label("tenant", "acme")) {
				return KnownWork.price();
			}
		}

	}

	/**
	 * Work on other threads.
	 */
	static class Background {

		@Async
		void later() {
			KnownWork.later();
		}

		@Scheduled(fixedDelay = 200)
		void tick() {
			KnownWork.scheduled();
		}

	}

}
