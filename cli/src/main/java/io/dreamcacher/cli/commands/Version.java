package io.dreamcacher.cli.commands;

import io.dreamcacher.api.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[]{"dreamcacher " + BuildVersion.CURRENT};
    }
}
