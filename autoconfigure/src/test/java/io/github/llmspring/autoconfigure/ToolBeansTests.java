package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.tools.Tool;
import io.github.llmspring.tools.ToolContext;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

/**
 * Tests that a model can call the tools of beans, proxied or not, started as usual and
 * after ahead-of-time processing.
 */
@CompileWithForkedClassLoader
class ToolBeansTests {

	private static final String CALL = "call: price {\"item\":{\"name\":\"tea\"}}";

	@Test
	void toolOfABeanIsCalled() {
		start(Plain.class);
	}

	@Test
	void toolOfABeanIsCalledThroughItsClassProxy() {
		start(ClassProxy.class);
	}

	@Test
	void toolOfABeanIsCalledThroughItsInterfaceProxy() {
		start(InterfaceProxy.class);
	}

	@Test
	void toolOfABeanIsCalledAfterAheadOfTimeProcessing() {
		startProcessed(Plain.class);
	}

	@Test
	void toolOfAClassProxyIsCalledAfterAheadOfTimeProcessing() {
		startProcessed(ClassProxy.class);
	}

	private static void start(Class<?> application) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(application,
				LlmAutoConfiguration.class)) {
			isCalled(context, application);
		}
	}

	private static void startProcessed(Class<?> application) {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = process(generation, application);
		start(generation, initializer, (context) -> isCalled(context, application));
	}

	private static void isCalled(GenericApplicationContext context, Class<?> application) {
		Object shop = context.getBean("shop");
		assertThat(AopUtils.isCglibProxy(shop)).isEqualTo(application == ClassProxy.class);
		assertThat(AopUtils.isJdkDynamicProxy(shop)).isEqualTo(application == InterfaceProxy.class);
		String answer = context.getBean(ChatClient.class)
			.prompt(CALL)
			.tools(shop)
			.toolContext("customer", new Customer("ann"))
			.content();
		assertThat(answer).contains("price answered: \"{\"cents\":300,\"of\":\"tea\"}\"");
		if (application != Plain.class) {
			assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
		}
	}

	@Test
	void nativeImageKeepsWhatCallsOfToolsNeed() throws Exception {
		TestGenerationContext generation = new TestGenerationContext();
		process(generation, Plain.class);
		RuntimeHints hints = generation.getRuntimeHints();
		for (Class<?> type : List.of(Shop.class, Prices.class)) {
			assertThat(reflection().onMethodInvocation(type.getMethod("price", Item.class, Customer.class)))
				.as(type.getName())
				.accepts(hints);
		}
		for (Class<?> type : List.of(Item.class, Price.class, Report.class)) {
			assertThat(reflection().onType(type).withMemberCategory(MemberCategory.ACCESS_DECLARED_FIELDS))
				.as(type.getName())
				.accepts(hints);
		}
		assertThat(
				reflection().onConstructorInvocation(Item.class.getDeclaredConstructor(String.class, Optional.class)))
			.accepts(hints);
		assertThat(reflection().onType(Customer.class)).rejects(hints);
		assertThat(reflection().onType(Mono.class)).rejects(hints);
	}

	@Test
	void nativeImageKeepsToolsThatABeanInherits() throws Exception {
		TestGenerationContext generation = new TestGenerationContext();
		process(generation, Inheriting.class);
		assertThat(reflection().onMethodInvocation(Echo.class.getMethod("echo", Object.class)))
			.accepts(generation.getRuntimeHints());
		assertThat(reflection().onMethodInvocation(ItemEcho.class.getMethod("echo", Item.class)))
			.accepts(generation.getRuntimeHints());
		assertThat(reflection().onType(Item.class).withMemberCategory(MemberCategory.ACCESS_DECLARED_FIELDS))
			.accepts(generation.getRuntimeHints());
	}

	private static ClassName process(TestGenerationContext generation, Class<?> application) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(application, LlmAutoConfiguration.class);
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	@SuppressWarnings("unchecked")
	private static void start(TestGenerationContext generation, ClassName initializer,
			Consumer<GenericApplicationContext> test) {
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()).initialize(context);
				context.refresh();
				test.accept(context);
			}
		});
	}

	record Item(String name, Optional<String> size) {
	}

	record Customer(String name) {
	}

	record Price(int cents, String of) {
	}

	record Report(List<Price> prices) {
	}

	interface Prices {

		Price price(Item item, Customer customer);

	}

	static class Shop implements Prices {

		@Override
		@Tool(description = "Price of an item")
		public Price price(Item item, @ToolContext Customer customer) {
			return new Price(customer.name().length() * 100, item.name());
		}

		@Tool(description = "All prices")
		public Mono<Report> report() {
			return Mono.just(new Report(List.of()));
		}

	}

	/**
	 * What a bean may be proxied by entirely.
	 */
	interface AllOfShop extends Prices {

		Mono<Report> report();

	}

	static class ShopOfInterfaces extends Shop implements AllOfShop {

	}

	interface Echo<T> {

		@Tool(description = "Says it again")
		T echo(T value);

	}

	static class ItemEcho implements Echo<Item> {

		@Override
		public Item echo(Item value) {
			return value;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		Shop shop() {
			return new Shop();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassProxy {

		@Bean
		Shop shop() {
			return new Shop();
		}

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			return counted(true);
		}

		@Bean
		static AtomicInteger count() {
			return new AtomicInteger();
		}

		@Bean
		static MethodInterceptor counter(AtomicInteger count) {
			return counting(count);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxy {

		@Bean
		ShopOfInterfaces shop() {
			return new ShopOfInterfaces();
		}

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			return counted(false);
		}

		@Bean
		static AtomicInteger count() {
			return new AtomicInteger();
		}

		@Bean
		static MethodInterceptor counter(AtomicInteger count) {
			return counting(count);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Inheriting {

		@Bean
		ItemEcho echo() {
			return new ItemEcho();
		}

	}

	private static BeanNameAutoProxyCreator counted(boolean proxyTargetClass) {
		BeanNameAutoProxyCreator proxies = new BeanNameAutoProxyCreator();
		proxies.setBeanNames("shop");
		proxies.setInterceptorNames("counter");
		proxies.setProxyTargetClass(proxyTargetClass);
		return proxies;
	}

	private static MethodInterceptor counting(AtomicInteger count) {
		return (invocation) -> {
			count.incrementAndGet();
			return invocation.proceed();
		};
	}

}
