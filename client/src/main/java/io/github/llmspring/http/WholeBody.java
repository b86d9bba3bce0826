package io.github.llmspring.http;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * A body that is read as a whole: its buffers are copied and released as they come, and
 * the last one makes the value.
 * <p>
 * One subscriber, where collecting, mapping and filtering would be several. It does not
 * complete behind a value: at its end WebClient would ask the connection once more for
 * the body, to release it, and whoever waits for the value would wait for that as well.
 *
 * @param <T> what the body is read as
 */
final class WholeBody<T> extends Flux<T> {

	private final Flux<DataBuffer> buffers;

	private final int limit;

	private final Supplier<LlmException> tooLarge;

	private final Function<byte[], @Nullable T> decoder;

	/**
	 * Body to be read.
	 * @param buffers the body
	 * @param limit the most bytes to take
	 * @param tooLarge makes the failure where there are more
	 * @param decoder makes the value of all bytes, possibly none; {@code null} for no
	 * value
	 */
	WholeBody(Flux<DataBuffer> buffers, int limit, Supplier<LlmException> tooLarge,
			Function<byte[], @Nullable T> decoder) {
		this.buffers = buffers;
		this.limit = limit;
		this.tooLarge = tooLarge;
		this.decoder = decoder;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.buffers.subscribe(new Reader(actual));
	}

	private final class Reader implements CoreSubscriber<DataBuffer>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private @Nullable Subscription body;

		private byte[] bytes = {};

		private int size;

		private boolean ended;

		Reader(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.body, subscription)) {
				this.body = subscription;
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(DataBuffer buffer) {
			try {
				if (!this.ended) {
					add(buffer);
				}
			}
			catch (RuntimeException ex) {
				cancel();
				onError(ex);
			}
			finally {
				DataBufferUtils.release(buffer);
			}
		}

		private void add(DataBuffer buffer) {
			int count = buffer.readableByteCount();
			if (count > WholeBody.this.limit - this.size) {
				throw WholeBody.this.tooLarge.get();
			}
			if (count > this.bytes.length - this.size) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.size * 2, this.size + count));
			}
			buffer.read(this.bytes, this.size, count);
			this.size += count;
		}

		@Override
		public void onError(Throwable failure) {
			if (!this.ended) {
				this.ended = true;
				this.actual.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			if (this.ended) {
				return;
			}
			T value;
			try {
				value = WholeBody.this.decoder.apply(all());
			}
			catch (RuntimeException ex) {
				onError(ex);
				return;
			}
			this.ended = true;
			if (value != null) {
				this.actual.onNext(value);
			}
			else {
				this.actual.onComplete();
			}
		}

		private byte[] all() {
			return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
		}

		/**
		 * All of it is needed for the first value, and there is no second one.
		 */
		@Override
		public void request(long count) {
			Subscription subscription = this.body;
			if (subscription != null && Operators.validate(count)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void cancel() {
			Subscription subscription = this.body;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
