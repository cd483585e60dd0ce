package io.dreamcacher.server.security;

import io.dreamcacher.access.Access;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives handlers the access of whoever asks; a stranger is given a name with the first request that is no mere look. */
final class AccessResolver implements HandlerMethodArgumentResolver {
    private final Visitors visitors;

    AccessResolver(Visitors visitors) {
        this.visitors = visitors;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Access.class);
    }

    @Override
    public Access resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest web, @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = required(web.getNativeRequest(HttpServletRequest.class));
        boolean looking = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return looking
                ? visitors.looking(request)
                : visitors.identify(request, required(web.getNativeResponse(HttpServletResponse.class))).access();
    }

    private static <T> T required(@Nullable T servlet) {
        return Objects.requireNonNull(servlet, "every handler here is called by a servlet");
    }
}
