package io.ddprofiling.span;

/**
 * Work with a name.
 *
 * @param name the name
 */
record Task(String name) {

	static final SpanSource<Task> SOURCE = (task, description) -> description.task(task.name);

	static final SpanJournal.SampledTimes ALL = (thread, from, to) -> true;

	// no other work, even if it has the same name
	static Task of(String name) {
		return new Task(name);
	}

}
