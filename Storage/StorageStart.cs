namespace Tallydesk.Storage;

/// <summary>What a process does with the database.</summary>
internal enum StorageUse
{
    /// <summary>It hosts no grains, and waits for the schema.</summary>
    Gateway,

    /// <summary>It hosts grains, as others do.</summary>
    Silo,

    /// <summary>It hosts the grains, and no other process does.</summary>
    OnlySilo,
}

/// <summary>Makes the database ready before anything else of the process starts.</summary>
/// <param name="database">The database.</param>
/// <param name="use">What the process does with it.</param>
internal sealed class StorageStart(Database database, StorageUse use) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) =>
        use switch
        {
            StorageUse.Gateway => database.AwaitSchemaAsync(cancellationToken),
            StorageUse.Silo => database.PrepareAsync(alone: false, cancellationToken),
            StorageUse.OnlySilo => database.PrepareAsync(alone: true, cancellationToken),
            _ => throw new InvalidOperationException($"{use} is no use of the database."),
        };

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
