package io.dreamcacher.server.page;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Scripts and styles as they are sent: without indentation and whole lines of comment, which are for readers of the source.
 * No line of ours begins with a sign of a comment and is none.
 */
final class WithoutComments implements ResourceTransformer {
    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource given = chain.transform(request, resource);
        String name = String.valueOf(given.getFilename());
        return name.endsWith(".js") || name.endsWith(".css")
                ? new TransformedResource(given, sent(given).getBytes(StandardCharsets.UTF_8))
                : given;
    }

    private static String sent(Resource resource) throws IOException {
        return resource.getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !isComment(line))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isComment(String line) {
        return line.startsWith("//") || line.startsWith("/*") || line.startsWith("* ") || line.equals("*")
                || line.startsWith("*/");
    }
}
