using Microsoft.Extensions.Options;
using Tallydesk.Refusals;

namespace Tallydesk.Policy;

/// <summary>The settings under <c>Policy</c>.</summary>
internal sealed class SupportPolicyOptions
{
    /// <summary><c>Policy:File</c>: the document to start with; absent for the one that comes with the product.</summary>
    public string? File { get; set; }
}

/// <summary>The document a silo starts with.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Source">Shipped, or a file.</param>
internal sealed record PolicyAtStart(SupportPolicy Policy, PolicySource Source)
{
    /// <summary>Reads the document that the settings name. Refused: <see cref="RefusalCode.InvalidField"/>, naming the key.</summary>
    internal static Answer<PolicyAtStart> Read(SupportPolicyOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.File))
        {
            return new PolicyAtStart(PolicyDocument.Shipped, PolicySource.Shipped);
        }

        try
        {
            var document = PolicyDocument.Parse(File.ReadAllText(options.File));
            return document.Ok
                ? new PolicyAtStart(document.Value, PolicySource.File)
                : new Refusal(RefusalCode.InvalidField, Because(PolicySource.File, document.Refusal.Detail));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Refusal(RefusalCode.InvalidField, $"Policy:File can't be read: {unreadable.Message}");
        }
    }

    /// <summary>Why a silo can't start, naming the key where a person chose the document.</summary>
    internal static string Because(PolicySource source, string detail) =>
        source == PolicySource.File ? $"The document in Policy:File is not valid: {detail}" : detail;
}

/// <summary>Stops a start with a wrong document before anything runs.</summary>
internal sealed class SupportPolicyCheck : IValidateOptions<SupportPolicyOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SupportPolicyOptions options) =>
        PolicyAtStart.Read(options).Refusal is { } refusal
            ? ValidateOptionsResult.Fail(refusal.Detail)
            : ValidateOptionsResult.Success;
}
