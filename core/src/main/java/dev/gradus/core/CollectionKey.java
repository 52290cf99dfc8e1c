package dev.gradus.core;

/**
 * The name of a list that a {@link Graph} keeps for those who build it, such as that of all
 * variables.
 *
 * @param name the name, unique among keys
 * @param <T> what the list holds
 */
@SuppressWarnings("UnusedTypeParameter") // It ties the key to what may be added under it.
public record CollectionKey<T>(String name) {}
