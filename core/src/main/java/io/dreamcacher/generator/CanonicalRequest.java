package io.dreamcacher.generator;

import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a request changes the image, in the words of the generator that makes it: the identity of the request is over
 * this and the model's fingerprint.
 *
 * @param prompt what of the prompt reaches the model
 * @param settings everything else but the seed, in an order that never changes: equal for two requests if and only if no
 *        image can tell them apart
 */
public record CanonicalRequest(CanonicalPrompt prompt, List<String> settings) {
    private static final String TCD = "tcd";
    /** Before there was an eta, images by TCD were made with one of 0.3; they answer no request for one of 0. */
    private static final String TCD_WITHOUT_ETA = "eta=0";

    /** Takes an unmodifiable copy. */
    public CanonicalRequest {
        settings = List.copyOf(settings);
    }

    /**
     * The request of a generator to which every part of the settings counts.
     *
     * @param prompt what of the prompt reaches the model
     * @param negativePrompt the same of the negative prompt
     * @param arithmetic the numbers it computes with, and what computes, such as {@code fp32}
     * @param settings the rest, as they are drawn with; their negative prompt and precision are not read
     */
    public static CanonicalRequest of(CanonicalPrompt prompt, String negativePrompt, String arithmetic,
            GenerationSettings settings) {
        Rendering rendering = settings.rendering();
        List<String> parts = new ArrayList<>(List.of(arithmetic + rendering.safety()
                .map(CanonicalRequest::checked)
                .orElse(""), rendering.noise().orElse(""), negativePrompt, settings.size().toString(),
                settings.steps().isPresent() ? Integer.toString(settings.steps().getAsInt()) : "",
                settings.guidanceScale().isPresent() ? Double.toString(settings.guidanceScale().getAsDouble()) : "",
                settings.scheduler().orElse("")));
        Conditioning conditioning = settings.conditioning();
        if (!conditioning.equals(Conditioning.NONE)) {
            parts.add(conditioning.text());
        }
        if (settings.scheduler().filter(TCD::equals).isPresent() && conditioning.eta() == 0) {
            parts.add(TCD_WITHOUT_ETA);
        }
        return new CanonicalRequest(prompt, parts);
    }

    /** An image that was drawn unchecked must not answer where images are checked. */
    private static String checked(Safety safety) {
        return switch (safety) {
            case OFF -> "";
            case FLAG -> ", checked";
            case BLUR -> ", blurred where unsafe";
            case REFUSE -> ", refused where unsafe";
        };
    }
}
