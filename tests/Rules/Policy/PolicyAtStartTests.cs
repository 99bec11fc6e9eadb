using Tallydesk.Policy;
using Xunit;

namespace Tallydesk.Tests.Policy;

public sealed class PolicyAtStartTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public void Without_a_file_the_shipped_policy_is_brought()
    {
        var start = PolicyAtStart.Read(new SupportPolicyOptions()).Value;

        Assert.Equal(new PolicyAtStart(Business.Policy, PolicySource.Shipped), start);
    }

    [Fact]
    public void A_file_is_brought_instead()
    {
        File.WriteAllText(file, PolicyDocument.Write(Business.Policy with { Version = "acme-1" }));

        var start = PolicyAtStart.Read(new SupportPolicyOptions { File = file }).Value;

        Assert.Equal(("acme-1", PolicySource.File), (start?.Policy.Version, start?.Source));
    }

    [Fact]
    public void A_wrong_document_stops_the_start_with_a_sentence_that_names_the_key_and_the_field()
    {
        var wrong = Business.Policy with { Prices = Business.Policy.Prices with { Question = new(0) } };
        File.WriteAllText(file, PolicyDocument.Write(wrong));

        var result = new SupportPolicyCheck().Validate(null, new SupportPolicyOptions { File = file });

        Assert.Equal(
            "The document in Policy:File is not valid: " + "prices.question must be between 1 and 1000000, not 0.",
            Assert.Single(result.Failures!)
        );
    }

    [Fact]
    public void A_file_that_is_not_there_stops_the_start_with_a_sentence_that_names_the_key()
    {
        var result = new SupportPolicyCheck().Validate(null, new SupportPolicyOptions { File = file + ".absent" });

        Assert.StartsWith("Policy:File can't be read: ", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(file);
}
