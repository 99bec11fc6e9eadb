namespace Tallydesk.Storage;

/// <summary>Makes the database ready before anything else of the process starts.</summary>
/// <param name="database">The database.</param>
/// <param name="appliesSchema">Whether this process brings the schema up to date, or waits for one that does.</param>
internal sealed class StorageStart(Database database, bool appliesSchema) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) =>
        appliesSchema ? database.PrepareAsync(cancellationToken) : database.AwaitSchemaAsync(cancellationToken);

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
