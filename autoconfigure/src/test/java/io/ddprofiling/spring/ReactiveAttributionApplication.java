package io.ddprofiling.spring;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Endpoints on the reactive stack that do {@link KnownWork}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ReactiveAttributionApplication.NettyServer.class, ReactiveAttributionApplication.Shop.class })
class ReactiveAttributionApplication {

	/**
	 * Tomcat would be preferred. The class is elsewhere before Spring Boot 4.
	 */
	static class NettyServer implements ImportBeanDefinitionRegistrar {

		private static final String NAME = "NettyReactiveWebServerFactory";

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			String type = "org.springframework.boot.reactor.netty." + NAME;
			registry.registerBeanDefinition("nettyServer", new RootBeanDefinition(
					ClassUtils.isPresent(type, null) ? type : "org.springframework.boot.web.embedded.netty." + NAME));
		}

	}

	/**
	 * The controller.
	 */
	@RestController
	static class Shop {

		@GetMapping("/orders/{id}")
		Mono<String> order(@PathVariable("id") String id) {
			return Mono.fromCallable(KnownWork::orders).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/basket")
		Mono<String> basket() {
			return Mono.just("").map((value) -> KnownWork.basket()).subscribeOn(Schedulers.parallel());
		}

		@PostMapping("/search")
		Mono<String> search() {
			return Flux.range(0, 1).publishOn(Schedulers.parallel()).map((value) -> KnownWork.search()).next();
		}

		@GetMapping("/empty")
		Mono<String> empty() {
			return Mono.just("empty");
		}

		@GetMapping("/direct")
		String direct() {
			return KnownWork.direct();
		}

		@GetMapping("/loop")
		Mono<String> loop() {
			return Mono.fromCallable(KnownWork::future);
		}

		@GetMapping("/delayed")
		Mono<String> delayed() {
			return Mono.delay(Duration.ofMillis(1)).map((value) -> KnownWork.delayed());
		}

		/**
		 * As a driver of a database would emit.
		 */
		@GetMapping("/emitted")
		Mono<String> emitted() {
			return Mono.<String>create((sink) -> new Thread(() -> sink.success(""), "driver").start())
				.map((value) -> KnownWork.emitted());
		}

	}

}
