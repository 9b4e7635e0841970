package io.ddprofiling.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which of the three problems of the guide are fixed.
 *
 * @param pricing whether {@link Pricing} remembers the taxes of a product
 * @param ledger whether {@link Ledger} does its slow work before it takes the lock
 * @param reports whether {@link ReportWriter} uses one page again and again
 */
@ConfigurationProperties("sample.fixed")
record FixProperties(@DefaultValue("false") boolean pricing, @DefaultValue("false") boolean ledger,
		@DefaultValue("false") boolean reports) {

	static final FixProperties NOTHING = new FixProperties(false, false, false);

}
