package io.dreamcacher.server.requests;

import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.server.security.Paths;
import io.dreamcacher.server.security.ServiceLimits;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client must know before it asks: models, defaults, limits, and this API's description. */
@RestController
@RequestMapping(Paths.API)
final class SettingsController {
    /** Tokens of CLIP's text towers, start and end included: every one that conditions a Stable Diffusion has these. */
    private static final int PROMPT_WINDOW = 77;

    private final DreamMemory memory;
    private final RequestReader reader;
    private final ServiceLimits limits;
    private final Starters starters;

    SettingsController(DreamMemory memory, RequestReader reader, ServiceLimits limits, Starters starters) {
        this.memory = memory;
        this.reader = reader;
        this.limits = limits;
        this.starters = starters;
    }

    /**
     * What the service offers.
     *
     * @param model used where a request names none
     * @param models a request may name
     * @param defaults of that model
     * @param schedulers it knows
     * @param sizeMultiple width and height are multiples of it
     * @param limits of one request
     * @param seesPictures whether pictures can be searched by picture
     * @param version of the service
     * @param promptWindow tokens the model sees of a prompt
     * @param starters prompts to begin with
     */
    record Settings(String model, List<String> models, Defaults defaults, List<String> schedulers, int sizeMultiple,
            ServiceLimits limits, boolean seesPictures, String version, int promptWindow, List<String> starters) {}

    /**
     * What a request gets that names nothing else.
     *
     * @param negativePrompt what to steer away from
     * @param width in pixels
     * @param height in pixels
     * @param steps of denoising
     * @param guidanceScale weight of guidance
     * @param scheduler short name
     */
    record Defaults(String negativePrompt, int width, int height, int steps, double guidanceScale, String scheduler) {
        static Defaults of(GenerationSettings settings) {
            return new Defaults(settings.negativePrompt().orElse(""), settings.size().width(), settings.size().height(),
                    settings.steps(), settings.guidanceScale(), settings.scheduler());
        }
    }

    @GetMapping("/settings")
    Settings settings() {
        GeneratorDescription model = memory.model(memory.defaultModel());
        return new Settings(memory.defaultModel(), reader.models(), Defaults.of(model.defaults()), model.schedulers(),
                RequestReader.SIZE_MULTIPLE, limits, memory.encodesImages(), Version.CURRENT, PROMPT_WINDOW,
                starters.first());
    }

    @GetMapping("/openapi.json")
    ResponseEntity<Resource> openApi() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ClassPathResource("/io/dreamcacher/server/openapi.json"));
    }
}
