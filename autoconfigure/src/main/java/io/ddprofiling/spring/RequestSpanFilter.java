package io.ddprofiling.spring;

import java.io.IOException;

import io.ddprofiling.span.Spans;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.core.Ordered;

/**
 * Begins a request's span before the request is observed, so that the observation is a
 * part of it. A request that is not observed has none.
 */
final class RequestSpanFilter implements Filter, Ordered {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Spans.reserve(request);
		try {
			chain.doFilter(request, response);
		}
		finally {
			Spans.close(request);
		}
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
