package io.dreamcacher.server.security;

import io.dreamcacher.api.ServiceLimits;
import java.util.List;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What every request passes before a handler sees it. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    FilterRegistrationBean<FrontDoor> frontDoor(ServiceLimits limits, Environment environment) {
        FilterRegistrationBean<FrontDoor> first = new FilterRegistrationBean<>(
                new FrontDoor(new BrowserGuard(environment.getRequiredProperty("server.address")), limits));
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return first;
    }

    @Bean
    WebMvcConfigurer accessOfHandlers(Visitors visitors) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new AccessResolver(visitors));
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> watchedConnections(ServiceLimits limits) {
        return factory -> {
            factory.setProtocol(ClientConnection.Protocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof ClientConnection.Protocol protocol) {
                    protocol.setLimits(limits);
                }
            });
        };
    }
}
