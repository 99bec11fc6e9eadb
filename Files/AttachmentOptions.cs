using Microsoft.Extensions.Options;

namespace Tallydesk.Attachments;

/// <summary>What may be uploaded, and where it lies. Section <c>Attachments</c> of the settings.</summary>
public sealed class AttachmentOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Attachments";

    private const long LargestText = 1 << 20;

    /// <summary>The largest file in bytes.</summary>
    public long LargestFile { get; set; } = 10 * 1024 * 1024;

    /// <summary>All files of a license's tickets together, in bytes.</summary>
    public long QuotaOfLicense { get; set; } = 500L * 1024 * 1024;

    /// <summary>Files of one message.</summary>
    public int MostOfMessage { get; set; } = 10;

    /// <summary>Files of one ticket.</summary>
    public int MostOfTicket { get; set; } = 200;

    /// <summary>The largest form with as many files as a message can have, and its text, in bytes.</summary>
    public long LargestForm => (MostOfMessage * LargestFile) + LargestText;

    /// <summary>The folder of the files; none for <c>attachments</c> below <c>Storage:Folder</c>. Several gateways share it.</summary>
    public string? Folder { get; set; }

    /// <summary>An S3-compatible storage, in place of the folder.</summary>
    public S3Options S3 { get; set; } = new();
}

/// <summary>An S3-compatible storage.</summary>
public sealed class S3Options
{
    /// <summary>Its address; none for the folder.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The bucket, which is there already.</summary>
    public string? Bucket { get; set; }

    /// <summary>The region by which requests are signed.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The access key's id.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The access key's secret.</summary>
    public string? SecretKey { get; set; }
}

/// <summary>Finds the first wrong setting and names its key.</summary>
internal sealed class AttachmentOptionsValidator : IValidateOptions<AttachmentOptions>
{
    private const long LargestFile = 1L << 30;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AttachmentOptions options)
    {
        var wrong = options switch
        {
            { LargestFile: < 1 or > LargestFile } => $"Attachments:LargestFile must be from 1 to {LargestFile}.",
            { QuotaOfLicense: < 1 } => "Attachments:QuotaOfLicense must be at least 1.",
            { MostOfMessage: < 1 or > 100 } => "Attachments:MostOfMessage must be from 1 to 100.",
            { MostOfTicket: < 1 or > 10_000 } => "Attachments:MostOfTicket must be from 1 to 10000.",
            { S3.Endpoint.Length: > 0 } when !Uri.TryCreate(options.S3.Endpoint, UriKind.Absolute, out _) =>
                "Attachments:S3:Endpoint must be an address such as https://s3.example.",
            { S3: { Endpoint.Length: > 0, Bucket: null or "" } } => "Attachments:S3:Bucket is missing.",
            { S3: { Endpoint.Length: > 0, AccessKey: null or "" } } => "Attachments:S3:AccessKey is missing.",
            { S3: { Endpoint.Length: > 0, SecretKey: null or "" } } => "Attachments:S3:SecretKey is missing.",
            _ => null,
        };
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
