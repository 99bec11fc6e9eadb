using Microsoft.Extensions.Options;
using Tallydesk.Background;

namespace Tallydesk.Audit;

/// <summary>How often the audit is anchored. Section <c>Audit</c> of the settings.</summary>
internal sealed class AuditOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Audit";

    /// <summary>How long after an anchor the next one is written; a minute to a day.</summary>
    public TimeSpan AnchorEvery { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>Finds a wrong setting and names its key.</summary>
internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
        options.AnchorEvery >= TimeSpan.FromMinutes(1) && options.AnchorEvery <= TimeSpan.FromDays(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Audit:AnchorEvery must be from 00:01:00 to 1.00:00:00.");
}

/// <summary>Anchors the audit periodically. Of several silos, the first one writes.</summary>
internal sealed partial class AnchorService(
    Anchors anchors,
    IOptions<AuditOptions> options,
    IFailedWork failed,
    TimeProvider time,
    ILogger<AnchorService> log
) : BackgroundLoop("audit anchors", TimeSpan.FromMinutes(1), time, log)
{
    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        var retried = await failed.DueAsync(FailedWorkKinds.Anchor, Time.GetUtcNow());
        if (await anchors.WriteAsync(options.Value.AnchorEvery, retried) is not { } anchor)
        {
            return;
        }

        LogAnchored(Log, anchor.Seq, anchor.Heads, anchor.Text);
        foreach (var grain in anchor.Unreadable)
        {
            LogUnreadable(Log, grain, anchor.Seq);
            await failed.GiveUpAsync(FailedWorkKinds.Anchor, grain, "The state can't be read.");
        }

        if (retried.Length > 0)
        {
            await failed.ForgetAsync(FailedWorkKinds.Anchor, retried.Except(anchor.Unreadable));
        }
    }

    [LoggerMessage(3001, LogLevel.Information, "Audit anchor {Seq} over {Heads} chains: {Digest}")]
    private static partial void LogAnchored(ILogger log, long seq, long heads, string digest);

    [LoggerMessage(3002, LogLevel.Error, "The state of {Grain} can't be read and is not part of audit anchor {Seq}.")]
    private static partial void LogUnreadable(ILogger log, string grain, long seq);
}
