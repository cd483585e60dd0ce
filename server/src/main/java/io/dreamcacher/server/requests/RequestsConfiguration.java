package io.dreamcacher.server.requests;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.security.Visitors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The addresses at which pictures are asked for. */
@Configuration(proxyBeanMethods = false)
class RequestsConfiguration {
    @Bean
    AnswersController answers(LiveRequests requests, Visitors visitors) {
        return new AnswersController(requests, visitors);
    }

    @Bean
    SettingsController settings(DreamMemory memory, LiveRequests requests, ServiceLimits limits, WarmUp warmUp) {
        return new SettingsController(memory, requests.reader(), limits, warmUp.starters());
    }

    @Bean
    MetricsController metrics(LiveRequests requests) {
        return new MetricsController(requests.meters());
    }

    @Bean
    WarmController warm(WarmUp warmUp) {
        return new WarmController(warmUp);
    }
}
