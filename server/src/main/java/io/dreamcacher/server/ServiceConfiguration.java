package io.dreamcacher.server;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wires the service. Only the auto-configurations it needs are named: looking through all of them is a good part of
 * Spring Boot's start-up time.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        MultipartAutoConfiguration.class})
class ServiceConfiguration {
    @Bean
    JsonMapper json() {
        return Json.MAPPER;
    }

    @Bean
    FilterRegistrationBean<FrontDoor> frontDoor(ServiceParts parts) {
        FilterRegistrationBean<FrontDoor> first = new FilterRegistrationBean<>(
                new FrontDoor(new BrowserGuard(parts.host()), parts.limits()));
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return first;
    }

    @Bean
    Problems problems(ServiceParts parts) {
        return new Problems(parts.limits());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> watchedConnections(ServiceParts parts) {
        return factory -> {
            factory.setProtocol(ClientConnection.Protocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof ClientConnection.Protocol protocol) {
                    protocol.setLimits(parts.limits());
                }
            });
        };
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
    RequestReader requestReader(ServiceParts parts) {
        return new RequestReader(parts.memory(), parts.limits());
    }

    @Bean
    Visitors visitors(ServiceParts parts) {
        return new Visitors(parts.token());
    }

    @Bean
    AnswersController answers(RequestReader reader, ServiceParts parts, Visitors visitors) {
        return new AnswersController(reader, parts.requests(), visitors);
    }

    @Bean
    PlainPageController plainPage(RequestReader reader, ServiceParts parts, Visitors visitors) {
        return new PlainPageController(reader, parts.requests(), visitors);
    }

    @Bean
    ImagesController images(ServiceParts parts) {
        return new ImagesController(parts.memory());
    }

    @Bean
    GenerationsController generations(ServiceParts parts) {
        return new GenerationsController(parts.memory());
    }

    @Bean
    SearchController search(ServiceParts parts) {
        return new SearchController(parts.memory(), parts.limits());
    }

    @Bean
    SuggestionsController suggestions(ServiceParts parts) {
        return new SuggestionsController(parts.memory(), parts.limits());
    }

    @Bean
    StatsController stats(ServiceParts parts) {
        return new StatsController(parts.memory());
    }

    @Bean
    SettingsController settings(ServiceParts parts, RequestReader reader) {
        return new SettingsController(parts.memory(), reader, parts.limits(), parts.starters());
    }

    @Bean
    WarmController warm(ServiceParts parts) {
        return new WarmController(parts.warmUp());
    }

    @Bean
    OwnerController owner(ServiceParts parts, Visitors visitors) {
        return new OwnerController(parts.memory(), visitors, parts.limits());
    }

    @Bean
    HealthController health(ServiceParts parts) {
        return new HealthController(parts.readiness());
    }
}
