package io.dreamcacher.server;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.server.security.ByteBudget;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/** The Spring Boot application around the handlers. */
final class WebServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final URI address;

    private WebServer(ConfigurableApplicationContext context, URI address) {
        this.context = context;
        this.address = address;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     */
    static WebServer start(ServiceParts parts, int port) {
        SpringApplication application = new SpringApplication(ServiceConfiguration.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.setEnvironment(new OwnSettingsOnly(properties(parts, port)));
        application.addInitializers(context -> parts.beans()
                .forEach(part -> context.getBeanFactory().registerSingleton(part.getClass().getName(), part)));
        try {
            ConfigurableApplicationContext context = application.run();
            return new WebServer(context, address(parts.host(), context));
        } catch (RuntimeException e) {
            throw explained(e, parts.host(), port);
        }
    }

    /** Neither the process's environment nor files of other Spring applications nearby change how this one runs. */
    private static final class OwnSettingsOnly extends StandardEnvironment {
        OwnSettingsOnly(Map<String, Object> properties) {
            getPropertySources().addFirst(new MapPropertySource("dreamcacher", properties));
        }

        @Override
        protected void customizePropertySources(MutablePropertySources sources) {}
    }

    private static Map<String, Object> properties(ServiceParts parts, int port) {
        String most = parts.limits().uploadBytes() + "B";
        return Map.ofEntries(Map.entry("server.address", parts.host()), Map.entry("server.port", port),
                Map.entry("server.shutdown", "graceful"),
                Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "5s"),
                Map.entry("spring.threads.virtual.enabled", true), Map.entry("spring.main.lazy-initialization", true),
                Map.entry("spring.config.location", "optional:classpath:/io/dreamcacher/server/"),
                Map.entry("spring.servlet.multipart.max-file-size", most),
                Map.entry("spring.servlet.multipart.max-request-size", most),
                Map.entry("spring.servlet.multipart.file-size-threshold", ByteBudget.FREE + "B"),
                Map.entry("server.tomcat.connection-timeout", parts.limits().sendSeconds() + "s"),
                Map.entry("server.tomcat.max-connections", 1024),
                // it would read a form sent with PUT, PATCH or DELETE, which nothing here takes
                Map.entry("spring.mvc.formcontent.filter.enabled", false),
                Map.entry("server.tomcat.max-http-form-post-size", most),
                Map.entry("server.tomcat.max-swallow-size", 4L * parts.limits().uploadBytes() + "B"),
                Map.entry("spring.web.resources.cache.cachecontrol.no-cache", true),
                Map.entry("logging.level.root", "WARN"),
                Map.entry("logging.level.org.springframework", "ERROR"),
                Map.entry("logging.level.org.apache.catalina.loader", "ERROR"),
                Map.entry("logging.level.org.springframework.boot.diagnostics", "OFF"));
    }

    private static URI address(String host, ConfigurableApplicationContext context) {
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        String reachable = switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
        return URI.create("http://" + reachable + ":" + port);
    }

    private static DreamCacherException explained(RuntimeException failure, String host, int port) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException) {
                return new DreamCacherException(FailureCategory.BUSY,
                        "Port %d of %s must be free, but another program listens there; stop it, or choose another one with --port."
                                .formatted(port, host),
                        failure);
            }
            if (cause instanceof UnknownHostException) {
                return new DreamCacherException(FailureCategory.BAD_REQUEST,
                        "--host must name an address of this machine, but \"%s\" is unknown.".formatted(host), failure);
            }
        }
        return new DreamCacherException(FailureCategory.INTERNAL,
                "The service could not start: %s".formatted(failure.getMessage()), failure);
    }

    URI address() {
        return address;
    }

    /** The application, to look at what it really serves. */
    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
