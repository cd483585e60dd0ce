package io.dreamcacher.server.page;

import io.dreamcacher.server.requests.LiveRequests;
import io.dreamcacher.server.security.Visitors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The page's own addresses; its files are static resources. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {
    @Bean
    PlainPageController plainPage(LiveRequests requests, Visitors visitors) {
        return new PlainPageController(requests, visitors);
    }
}
