package io.dreamcacher.server.requests;

import io.dreamcacher.api.Json;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.RequestEvent.Answered;
import io.dreamcacher.api.RequestEvent.Ended;
import io.dreamcacher.api.RequestEvent.Failed;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.server.security.ProblemResponse;
import io.dreamcacher.server.security.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Requests for pictures: ask, find again, cancel. */
@RestController
@RequestMapping(Paths.API + "/answers")
final class AnswersController {
    private static final String REQUEST_HEADER = "Dreamcacher-Request";

    private final LiveRequests requests;
    private final Visitors visitors;

    AnswersController(LiveRequests requests, Visitors visitors) {
        this.requests = requests;
        this.visitors = visitors;
    }

    @PostMapping(consumes = "application/json")
    void ask(@RequestBody RequestPatch body, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        reply(requests.start(body, visitors.identify(request, response)), request, response);
    }

    @GetMapping("/{requestId}")
    void findAgain(@PathVariable String requestId, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        reply(known(requestId), request, response);
    }

    @DeleteMapping("/{requestId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@PathVariable String requestId) {
        known(requestId).cancellation().cancel();
    }

    private LiveRequest known(String requestId) {
        return requests.find(requestId)
                .orElseThrow(() -> new DreamCacherException(FailureCategory.NOT_FOUND,
                        "There is no such request, or it finished more than %d minutes ago; ask again."
                                .formatted(LiveRequests.KEPT.toMinutes())));
    }

    private static void reply(LiveRequest live, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        response.setHeader(REQUEST_HEADER, live.id());
        String accept = request.getHeader("Accept");
        if (accept != null && accept.contains(EventStream.MEDIA_TYPE)) {
            EventStream.send(live, response);
            return;
        }
        Optional<Ended> ended = Waiting.forEnd(live);
        if (ended.isEmpty()) {
            return; // the client left
        }
        switch (ended.get()) {
            case Answered answered -> {
                response.setContentType("application/json");
                response.setHeader("Cache-Control", "no-store");
                response.getOutputStream().write(Json.STRICT.writeValueAsBytes(answered.answer()));
            }
            case Failed failed -> ProblemResponse.write(response, failed.problem());
        }
    }
}
