package io.dreamcacher.server.page;

import io.dreamcacher.server.requests.LiveRequests;
import io.dreamcacher.server.security.Visitors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The page's own addresses; its files are static resources. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/*.js", "/*.css")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true)
                .addTransformer(new WithoutComments());
        registry.addResourceHandler("/page/*.js")
                .addResourceLocations("classpath:/static/page/")
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true)
                .addTransformer(new WithoutComments());
    }

    @Bean
    PlainPageController plainPage(LiveRequests requests, Visitors visitors) {
        return new PlainPageController(requests, visitors);
    }
}
