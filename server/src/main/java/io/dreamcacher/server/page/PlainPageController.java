package io.dreamcacher.server.page;

import io.dreamcacher.api.Answers;
import io.dreamcacher.api.RequestEvent.Answered;
import io.dreamcacher.api.RequestEvent.Ended;
import io.dreamcacher.api.RequestEvent.Failed;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.server.requests.LiveRequests;
import io.dreamcacher.server.security.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page's form for browsers without scripts: one picture and why it is the answer. */
@RestController
final class PlainPageController {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private final LiveRequests requests;
    private final Visitors visitors;

    PlainPageController(LiveRequests requests, Visitors visitors) {
        this.requests = requests;
        this.visitors = visitors;
    }

    @PostMapping(path = "/ask", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> ask(@RequestParam(defaultValue = "") String prompt, HttpServletRequest request,
            HttpServletResponse response) throws InterruptedException {
        return requests.answer(RequestPatch.of(prompt), visitors.identify(request, response))
                .map(ended -> page(prompt, ended))
                .orElseGet(() -> ResponseEntity.noContent().build()); // the client left
    }

    private static ResponseEntity<String> page(String prompt, Ended ended) {
        return switch (ended) {
            case Answered answered -> ResponseEntity.ok()
                    .contentType(HTML)
                    .body(html(prompt, figure(answered.answer().answers().getFirst())));
            case Failed failed -> ResponseEntity.status(failed.problem().status())
                    .contentType(HTML)
                    .body(html(prompt, "<p>%s</p>".formatted(HtmlUtils.htmlEscape(failed.problem().detail()))));
        };
    }

    private static String figure(Answers.AnsweredImage answer) {
        return """
                <figure>
                <img src="%s" width="%d" height="%d" alt="%s">
                <figcaption>%s %s It took %,d ms and saved %,d ms.</figcaption>
                </figure>""".formatted(answer.image().path(), answer.image().width(), answer.image().height(),
                HtmlUtils.htmlEscape(answer.prompt()), words(answer.decision().outcome()),
                HtmlUtils.htmlEscape(answer.decision().reason()), answer.cost().milliseconds(),
                answer.cost().millisecondsSaved());
    }

    private static String words(String outcome) {
        return switch (outcome) {
            case "EXACT" -> "From memory.";
            case "SIMILAR" -> "From memory, similar.";
            case "REFINED" -> "Finished from a remembered picture.";
            default -> "New.";
        };
    }

    private static String html(String prompt, String content) {
        String escaped = HtmlUtils.htmlEscape(prompt);
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dream Cacher</title></head>
                <body>
                <h1>%s</h1>
                %s
                <form method="post" action="/ask"><p><label>Another picture: <input name="prompt" value="%s" size="60"></label> <button>Ask</button></p></form>
                <p><a href="/">Back</a></p>
                </body>
                </html>
                """
                .formatted(escaped, content, escaped);
    }
}
