# Becomes the command of a run: with the run's variables, byte for byte, which no shell would leave alone.
# usage: perl command.pl WORK_DIR COMMAND...
# Descriptor 3 is the file of variables, each NAME=value and a NUL; descriptor 4 takes why the command can't be begun.
open(my $variables, '<&=', 3) or exit 125;
open(my $refusal, '>&=', 4) or exit 125;
my $read = do { local $/; <$variables> };
close $variables;
%ENV = map { split /=/, $_, 2 } split /\0/, $read;
my $work = shift @ARGV;
chdir $work or refuse("workingDirectory $!");
{ no warnings; exec { $ARGV[0] } @ARGV; }
refuse("command $!");

sub refuse {
  my ($why) = @_;
  my $status = $!{ENOENT} && $why =~ /^command/ ? 127 : 126;
  syswrite $refusal, "$why\n";
  exit $status;
}
