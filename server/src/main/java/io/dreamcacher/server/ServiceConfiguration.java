package io.dreamcacher.server;

import io.dreamcacher.api.Json;
import io.dreamcacher.memory.DreamMemory;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wires the service. Only the auto-configurations it needs are named: looking through all of them is a good part of
 * Spring Boot's start-up time. Each room has a configuration of its own, which makes its handlers; what they share are the
 * parts of {@link ServiceParts}.
 */
@Configuration(proxyBeanMethods = false)
@Import(ServiceConfiguration.Rooms.class)
@ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        MultipartAutoConfiguration.class})
class ServiceConfiguration {
    /** By name, so that no handler need be public. */
    static final class Rooms implements ImportSelector {
        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return Stream.of("http.Http", "page.Page", "requests.Requests", "security.Security")
                    .map(room -> ServiceConfiguration.class.getPackageName() + "." + room + "Configuration")
                    .toArray(String[]::new);
        }
    }

    @Bean
    JsonMapper json() {
        return Json.STRICT;
    }

    @Bean
    HealthController health(Readiness readiness, DreamMemory memory) {
        return new HealthController(readiness, memory);
    }
}
