package io.ddprofiling.sample;

import java.time.LocalDate;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Renders the report of a day by the {@link ReportWriter}.
 */
@RestController
class ReportController {

	private final ReportWriter writer;

	ReportController(ReportWriter writer) {
		this.writer = writer;
	}

	@GetMapping("/reports/{day}")
	ReportWriter.Report report(@PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day) {
		return this.writer.render(day);
	}

}
