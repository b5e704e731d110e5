seed=7
def r(n):
    global seed
    seed=(seed*6364136223846793005+1442695040888963407)&(2**64-1)
    return (seed>>16)%n
V=[0,1,-1,2**48-1,2**48,-2**48,2**62,-2**63,2**63-1,2**63,2**64,-2**64,2**64-1,10**30,-10**30]
for i in range(300):
    a=V[r(15)]+r(5)-2 if r(2) else (r(2**40)<<r(200))*(1-2*r(2)); b=V[r(15)]+r(5)-2 if r(2) else (r(2**40)<<r(90))*(1-2*r(2))
    x=[a+b,a-b,a*b,a&b,a|b,a^b,~a,-a,abs(a),a<b,a==b,hash(a),a>>r(70),a<<r(70),a.bit_length(),float(a) if abs(a)<2**1000 else 0,str(a),a.to_bytes(60,'big',signed=True)[-9:], int.from_bytes(a.to_bytes(60,'little',signed=True),'little',signed=True)==a]
    if b: x+=[a//b,a%b,divmod(a,b)]
    print(x)
