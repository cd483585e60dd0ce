package io.dreamcacher.server.requests;

import io.dreamcacher.api.BuildVersion;
import io.dreamcacher.api.ModelList;
import io.dreamcacher.api.ModelList.ModelFacts;
import io.dreamcacher.api.OpenApi;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.api.Settings;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.memory.DreamMemory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client must know before it asks: models, defaults, limits, and this API's description. */
@RestController
@RequestMapping(Paths.API)
final class SettingsController {
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

    @GetMapping("/settings")
    Settings settings() {
        GeneratorDescription model = memory.model(memory.defaultModel());
        return new Settings(memory.defaultModel(), reader.models(), Settings.Defaults.of(model.defaults()),
                Settings.Abilities.of(model, memory.encodesImages(), reader.usual()), limits, BuildVersion.CURRENT,
                starters.first());
    }

    @GetMapping("/models")
    ModelList models() {
        return new ModelList(memory.models()
                .stream()
                .map(name -> ModelFacts.of(name, name.equals(memory.defaultModel()), memory.model(name)))
                .toList());
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> openApi() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(OpenApi.document());
    }
}
