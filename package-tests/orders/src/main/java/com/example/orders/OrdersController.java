package com.example.orders;

import java.time.Duration;
import java.util.zip.CRC32;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrdersController {

	private static final Duration WORK = Duration.ofMillis(200);

	@GetMapping("/orders")
	long orders() {
		byte[] order = new byte[4096];
		CRC32 checksum = new CRC32();
		long end = System.nanoTime() + WORK.toNanos();
		while (System.nanoTime() < end) {
			checksum.update(order);
		}
		return checksum.getValue();
	}

}
