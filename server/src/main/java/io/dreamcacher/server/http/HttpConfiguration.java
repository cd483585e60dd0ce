package io.dreamcacher.server.http;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.security.Visitors;
import java.time.InstantSource;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The addresses of what is remembered, and how failures are told at all of them. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    @Bean
    Problems problems(ServiceLimits limits) {
        return new Problems(limits);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass("");
                host.getPipeline().addValve(new ProblemValve());
            }
        });
    }

    @Bean
    ImagesController images(DreamMemory memory) {
        return new ImagesController(memory);
    }

    @Bean
    GenerationsController generations(DreamMemory memory) {
        return new GenerationsController(memory);
    }

    @Bean
    MemoriesController memories(DreamMemory memory, Visitors visitors) {
        return new MemoriesController(memory, visitors);
    }

    @Bean
    SearchController search(DreamMemory memory, ServiceLimits limits) {
        return new SearchController(memory, limits);
    }

    @Bean
    SuggestionsController suggestions(DreamMemory memory, ServiceLimits limits) {
        return new SuggestionsController(memory, limits);
    }

    @Bean
    ImportController imports(DreamMemory memory, ServiceLimits limits) {
        return new ImportController(memory, limits, InstantSource.system());
    }

    @Bean
    StatsController stats(DreamMemory memory) {
        return new StatsController(memory);
    }

    @Bean
    OwnerController owner(DreamMemory memory, Visitors visitors, ServiceLimits limits) {
        return new OwnerController(memory, visitors, limits);
    }
}
