package io.ddprofiling.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The shop whose problems and their true shares are listed in {@code README.md}.
 *
 * @since 0.1.0
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties({ TrafficProperties.class, FixProperties.class })
public class SampleApplication {

	/**
	 * Start the shop.
	 * @param args arguments of the command line, such as {@code --server.port=8081}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
