package io.dreamcacher.server;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.server.RequestEvent.Answered;
import io.dreamcacher.server.RequestEvent.Ended;
import io.dreamcacher.server.RequestEvent.Failed;
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
    private final RequestReader reader;
    private final LiveRequests requests;
    private final Visitors visitors;

    PlainPageController(RequestReader reader, LiveRequests requests, Visitors visitors) {
        this.reader = reader;
        this.requests = requests;
        this.visitors = visitors;
    }

    @PostMapping(path = "/ask", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> ask(@RequestParam(defaultValue = "") String prompt, HttpServletRequest request,
            HttpServletResponse response) throws InterruptedException {
        return page(prompt, ended(prompt, visitors.identify(request, response)));
    }

    private Ended ended(String prompt, Visitor visitor) throws InterruptedException {
        try {
            LiveRequest live = requests.start(reader.read(AnswersRequest.of(prompt), visitor), visitor.caller());
            return Waiting.forEnd(live)
                    .orElseThrow(() -> new DreamCacherException(FailureCategory.CANCELLED, "The client left."));
        } catch (DreamCacherException e) {
            return Problems.failed(e);
        }
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

    private static String figure(AnswersJson.AnswerJson answer) {
        return """
                <figure>
                <img src="%s" width="%d" height="%d" alt="%s">
                <figcaption>%s %s It took %,d ms and saved %,d ms.</figcaption>
                </figure>""".formatted(answer.path(), answer.width(), answer.height(),
                HtmlUtils.htmlEscape(answer.prompt()), words(answer.outcome()), HtmlUtils.htmlEscape(answer.reason()),
                answer.milliseconds(), answer.millisecondsSaved());
    }

    private static String words(String outcome) {
        return switch (outcome) {
            case "EXACT" -> "From memory.";
            case "SIMILAR" -> "From memory, similar.";
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
