package io.dreamcacher.generation;

import io.dreamcacher.request.GenerationSettings;

/**
 * What made an image; with the same model files it makes the same image again. This, and nothing about who asked,
 * travels inside the image.
 *
 * @param identity of the request
 * @param prompt as the caller wrote it
 * @param promptCut whether the model saw only its beginning
 * @param model name or folder of the model
 * @param fingerprint of the model
 * @param settings size, steps, guidance, scheduler, negative prompt
 * @param seed that started the noise
 * @param flagged whether the model's safety checker objected to the image
 */
public record Recipe(RequestIdentity identity, String prompt, boolean promptCut, String model, String fingerprint,
        GenerationSettings settings, long seed, boolean flagged) {}
